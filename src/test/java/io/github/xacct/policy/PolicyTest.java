package io.github.xacct.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.policy.Decision.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final Principal SESSION =
      new Principal.Aws(
          new AccountId("111111111111"),
          "arn:aws:sts::111111111111:assumed-role/build/run-1",
          "arn:aws:iam::111111111111:role/ci/build");

  private static AccessRequest request() {
    return AccessRequest.of(SESSION, "sts:AssumeRole", "arn:aws:iam::222222222222:role/deploy")
        .with("sts:ExternalId", "blue")
        .with("aws:TagKeys", "app", "commit")
        .with("s3:max-keys", "10")
        .with("aws:SecureTransport", "true");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'*'                                                                  | ALLOWED",
        "{'AWS':'*'}                                                          | ALLOWED",
        "{'AWS':'111111111111'}                                               | ALLOWED",
        "{'AWS':'arn:aws:iam::111111111111:root'}                             | ALLOWED",
        "{'AWS':'arn:aws:iam::111111111111:role/ci/build'}                    | ALLOWED",
        "{'AWS':['222222222222','arn:aws:iam::111111111111:role/ci/build']}   | ALLOWED",
        "{'AWS':'arn:aws:sts::111111111111:assumed-role/build/run-1'}         | ALLOWED",
        "{'AWS':'arn:aws:sts::111111111111:assumed-role/build/run-2'}         | NOT_ALLOWED",
        "{'AWS':'arn:aws:iam::111111111111:role/build'}                       | NOT_ALLOWED",
        "{'AWS':'arn:aws:iam::111111111111:role/ci/*'}                        | NOT_ALLOWED",
        "{'AWS':'arn:aws:iam::222222222222:root'}                             | NOT_ALLOWED",
        "{'Service':'codedeploy.amazonaws.com'}                               | NOT_ALLOWED",
      })
  void namesThePrincipal(String principal, Outcome outcome) {
    var policy =
        Policy.ofResource(
            json(
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':"
                    + principal
                    + ",'Action':'sts:AssumeRole'}}"));

    assertThat(policy.decide(request()).outcome()).isEqualTo(outcome);
  }

  @Test
  void namesAService() {
    var policy =
        Policy.ofResource(
            json(
                "{'Statement':{'Effect':'Allow','Principal':{'Service':'ecs-tasks.amazonaws.com'},"
                    + "'Action':'sts:AssumeRole'}}"));

    var tasks = new Principal.AwsService("ecs-tasks.amazonaws.com");
    var other = new Principal.AwsService("codedeploy.amazonaws.com");

    assertThat(policy.decide(AccessRequest.of(tasks, "sts:AssumeRole", "*")).allowed()).isTrue();
    assertThat(policy.decide(AccessRequest.of(other, "sts:AssumeRole", "*")).allowed()).isFalse();
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Action':'sts:AssumeRole'       | 'Resource':'*'                                | ALLOWED",
        "'Action':'STS:assumerole'       | 'Resource':'*'                                | ALLOWED",
        "'Action':'sts:*'                | 'Resource':'arn:aws:iam::222222222222:role/*' | ALLOWED",
        "'Action':'sts:Assume????'       | 'Resource':'*'                                | ALLOWED",
        "'Action':'sts:Assume???'        | 'Resource':'*'                                | NOT_ALLOWED",
        "'Action':['a:b','*']            | 'Resource':['x','*']                          | ALLOWED",
        "'Action':'sts:TagSession'       | 'Resource':'*'                                | NOT_ALLOWED",
        "'NotAction':'sts:TagSession'    | 'Resource':'*'                                | ALLOWED",
        "'NotAction':'sts:*'             | 'Resource':'*'                                | NOT_ALLOWED",
        "'Action':'*'    | 'NotResource':'arn:aws:iam::222222222222:role/deploy'         | NOT_ALLOWED",
        "'Action':'*'    | 'NotResource':'arn:aws:iam::222222222222:role/other'          | ALLOWED",
        "'Action':'*'    | 'Resource':'arn:aws:iam::222222222222:role/DEPLOY'            | NOT_ALLOWED",
        "'Action':'*'    | 'Resource':'arn:aws:iam::*:role/${sts:ExternalId}'            | NOT_ALLOWED",
      })
  void namesActionAndResource(String action, String resource, Outcome outcome) {
    var policy = identity("'Effect':'Allow'," + action + "," + json(resource));

    assertThat(policy.decide(request()).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'StringEquals':{'sts:ExternalId':'blue'}                                    | ALLOWED",
        "'StringEquals':{'STS:externalid':'blue'}                                    | ALLOWED",
        "'StringEquals':{'sts:ExternalId':['red','blue']}                            | ALLOWED",
        "'StringEquals':{'sts:ExternalId':'BLUE'}                                    | NOT_ALLOWED",
        "'StringEquals':{'sts:ExternalId':'bl*'}                                     | NOT_ALLOWED",
        "'StringEquals':{'not:there':'blue'}                                         | NOT_ALLOWED",
        "'StringEqualsIfExists':{'not:there':'blue'}                                 | ALLOWED",
        "'StringEqualsIfExists':{'sts:ExternalId':'red'}                             | NOT_ALLOWED",
        "'StringNotEquals':{'sts:ExternalId':'blue'}                                 | NOT_ALLOWED",
        "'StringNotEquals':{'sts:ExternalId':['red','blue']}                         | NOT_ALLOWED",
        "'StringNotEquals':{'sts:ExternalId':'red'}                                  | ALLOWED",
        "'StringNotEquals':{'not:there':'blue'}                                      | ALLOWED",
        "'StringEqualsIgnoreCase':{'sts:ExternalId':'BLUE'}                          | ALLOWED",
        "'StringLike':{'sts:ExternalId':'b?u*'}                                      | ALLOWED",
        "'StringNotLike':{'sts:ExternalId':'b*'}                                     | NOT_ALLOWED",
        "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/ci/build'}  | ALLOWED",
        "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/ci/*'}      | ALLOWED",
        "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/*/build'}                | ALLOWED",
        "'ArnLike':{'aws:PrincipalArn':'arn:*/build'}                                | NOT_ALLOWED",
        "'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::*:role/ci/build'}          | NOT_ALLOWED",
        "'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/other'}               | ALLOWED",
        "'Bool':{'aws:SecureTransport':'True'}                                       | ALLOWED",
        "'Bool':{'aws:SecureTransport':false}                                        | NOT_ALLOWED",
        "'Null':{'sts:ExternalId':'true'}                                            | NOT_ALLOWED",
        "'Null':{'sts:ExternalId':false}                                             | ALLOWED",
        "'Null':{'not:there':'true'}                                                 | ALLOWED",
        "'NumericEquals':{'s3:max-keys':'10.0'}                                      | ALLOWED",
        "'NumericNotEquals':{'s3:max-keys':10}                                       | NOT_ALLOWED",
        "'NumericLessThan':{'s3:max-keys':'10'}                                      | NOT_ALLOWED",
        "'NumericLessThanEquals':{'s3:max-keys':'10'}                                | ALLOWED",
        "'NumericGreaterThan':{'s3:max-keys':'9.5'}                                  | ALLOWED",
        "'NumericGreaterThanEquals':{'s3:max-keys':'11'}                             | NOT_ALLOWED",
        "'NumericGreaterThan':{'sts:ExternalId':'1'}                                 | NOT_ALLOWED",
        "'ForAnyValue:StringEquals':{'aws:TagKeys':['commit','x']}                   | ALLOWED",
        "'ForAnyValue:StringEquals':{'aws:TagKeys':'x'}                              | NOT_ALLOWED",
        "'ForAnyValue:StringEquals':{'not:there':'x'}                                | NOT_ALLOWED",
        "'ForAnyValue:StringNotEquals':{'aws:TagKeys':'app'}                         | ALLOWED",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['commit','app','x']}            | ALLOWED",
        "'ForAllValues:StringEquals':{'aws:TagKeys':'app'}                           | NOT_ALLOWED",
        "'ForAllValues:StringEquals':{'not:there':'x'}                               | ALLOWED",
        "'ForAllValues:StringNotLike':{'aws:TagKeys':'a*'}                           | NOT_ALLOWED",
        "'StringEquals':{'sts:ExternalId':'blue','aws:PrincipalAccount':'1'}         | NOT_ALLOWED",
        "'StringEquals':{'aws:PrincipalArn':'${aws:PrincipalArn}'}                   | ALLOWED",
        "'ArnLike':{'aws:PrincipalArn':'${aws:PrincipalArn}'}                        | ALLOWED",
        "'StringLike':{'sts:ExternalId':'${not:there}*'}                             | NOT_ALLOWED",
        "'StringNotLike':{'sts:ExternalId':'${not:there}*'}                          | CANNOT_DECIDE",
        "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}                                   | CANNOT_DECIDE",
        "'DateLessThan':{'aws:CurrentTime':'2030-01-01T00:00:00Z'}                   | CANNOT_DECIDE",
        "'NoSuchOperator':{'sts:ExternalId':'blue'}                                  | CANNOT_DECIDE",
        "'NoSuchOperator':{'a:b':'c'},'StringEquals':{'sts:ExternalId':'red'}        | NOT_ALLOWED",
      })
  void evaluatesConditions(String condition, Outcome outcome) {
    var policy =
        identity("'Effect':'Allow','Action':'*','Resource':'*','Condition':{" + condition + "}");

    assertThat(policy.decide(request()).outcome()).isEqualTo(outcome);
  }

  @Test
  void aDenyWinsOverAnAllow() {
    var policy =
        identity(
            "'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Sid':'NotFromHere','Effect':'Deny','Action':'sts:*','Resource':'*'");

    assertThat(policy.decide(request()))
        .isEqualTo(new Decision(Outcome.DENIED, "statement NotFromHere denies it"));
  }

  @Test
  void aDoubtfulDenyLeavesItOpenAndSaysWhy() {
    var policy =
        identity(
            "'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'*',"
                + "'Condition':{'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}}");

    assertThat(policy.decide(request()))
        .isEqualTo(
            new Decision(
                Outcome.CANNOT_DECIDE,
                "statement 2: the condition operator NotIpAddress is not evaluated"));
  }

  @Test
  void aKeyWhoseValueNobodyKnowsLeavesItOpen() {
    var policy =
        identity(
            "'Effect':'Allow','Action':'*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}");

    assertThat(policy.decide(request()).outcome()).isEqualTo(Outcome.NOT_ALLOWED);
    assertThat(policy.decide(request().withUnknown("aws:principalorgid")))
        .isEqualTo(
            new Decision(
                Outcome.CANNOT_DECIDE,
                "statement 1: the value of aws:PrincipalOrgID is not known here"));
  }

  @Test
  void aVariablesValueIsNoWildcard() {
    var policy =
        identity("'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}/*'");
    var eve = AccessRequest.of(SESSION, "s3:GetObject", "arn:aws:s3:::b/bob/x");

    assertThat(policy.decide(eve.with("aws:username", "*")).allowed()).isFalse();
    assertThat(policy.decide(eve.with("aws:username", "bob")).allowed()).isTrue();
  }

  @Test
  void aVariableMayHaveADefault() {
    var policy =
        Policy.ofIdentity(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",
             "Resource":"arn:aws:s3:::${aws:username, 'guest'}"}}
            """);

    assertThat(policy.decide(AccessRequest.of(SESSION, "a:b", "arn:aws:s3:::guest")).allowed())
        .isTrue();
  }

  @Test
  void theOldVersionHasNoVariables() {
    var policy =
        Policy.ofIdentity(
            json(
                "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'*',"
                    + "'Resource':'${aws:PrincipalAccount}'}}"));

    assertThat(policy.decide(AccessRequest.of(SESSION, "a:b", "111111111111")).allowed()).isFalse();
    assertThat(policy.decide(AccessRequest.of(SESSION, "a:b", "${aws:PrincipalAccount}")).allowed())
        .isTrue();
  }

  @Test
  void countsTheStatementsThatDecide() {
    var policy =
        identity(
            "'Effect':'Allow','Action':'*','Resource':'*'},"
                + "{'Effect':'Allow','Action':'sts:*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'sts:*','Resource':'*'");

    assertThat(policy.deciding(request(), Outcome.ALLOWED)).isEqualTo(2);
    assertThat(policy.deciding(request(), Outcome.DENIED)).isEqualTo(1);
    assertThat(policy.deciding(request(), Outcome.NOT_ALLOWED)).isZero();
  }

  @Test
  void reportsTheConditionKeysThatItsStatementsMiss() {
    String condition =
        ",'Resource':'*','Condition':{'StringEquals':{'a:b':'c','sts:ExternalId':'x'}}";
    assertThat(identity("'Effect':'Allow','Action':'sts:*'" + condition).missingKeys(request()))
        .containsExactly("a:b");
    assertThat(identity("'Effect':'Allow','Action':'ecs:*'" + condition).missingKeys(request()))
        .isEmpty();
  }

  @Test
  void thePoliciesOfAnIdentityCountAsOne() {
    var allow = identity("'Effect':'Allow','Action':'*','Resource':'*'");
    var deny = identity("'Effect':'Deny','Action':'sts:*','Resource':'*'");

    assertThat(Policy.union(List.of(allow, deny)).decide(request()).outcome())
        .isEqualTo(Outcome.DENIED);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | The policy is not JSON",
        "[] | The policy is not a JSON object",
        "{} | The policy has no Statement",
        "{'Statment':[]} | The policy has an unknown element Statment",
        "{'Statement':{'Effect':'allow'}} | Statement 1 needs Effect Allow or Deny",
        "{'Statement':{'Effect':'Allow'}} | Statement 1 needs Action or NotAction",
        "{'Statement':{'Sid':'A','Effect':'Allow','Actions':'x'}} | A has an unknown element Actions",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}} | Statement 1 needs a Principal",
      })
  void refusesWhatIamRefuses(String policy, String message) {
    assertThatThrownBy(() -> Policy.ofResource(json(policy)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anIdentityPolicyNamesResourcesAndNoPrincipal() {
    assertThatThrownBy(() -> identity("'Effect':'Allow','Action':'*'"))
        .hasMessage("Statement 1 needs a Resource");
    assertThatThrownBy(
            () -> identity("'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'"))
        .hasMessage("Statement 1 cannot have a Principal");
  }

  private static Policy identity(String statement) {
    return Policy.ofIdentity(json("{'Version':'2012-10-17','Statement':[{" + statement + "}]}"));
  }
}
