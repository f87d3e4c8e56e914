package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.preflight.Question.Side;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedPermissionsTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/a";
  private static final String SIMULATE = "iam:SimulatePrincipalPolicy";

  private final ScriptedFacts facts = new ScriptedFacts();
  private final List<Need> needs =
      List.of(
          new Need("a:Read", "arn:x"),
          new Need("a:Write", "arn:y"),
          new Need("iam:PassRole", ROLE).when("iam:PassedToService", "b"));

  @Test
  void oneRequestAsksForAllOfThem() {
    facts.returns(
        SIMULATE,
        """
        {'EvaluationResults':[
         {'EvalActionName':'a:Read','EvalResourceName':'arn:x','EvalDecision':'allowed'},
         {'EvalActionName':'a:Read','EvalResourceName':'arn:y','EvalDecision':'implicitDeny'},
         {'EvalActionName':'a:Write','EvalResourceName':'arn:y','EvalDecision':'explicitDeny',
          'MatchedStatements':[{'SourcePolicyId':'no-writes'}]},
         {'EvalActionName':'iam:PassRole','EvalResourceName':'%s','EvalDecision':'allowed'}]}"""
            .formatted(ROLE));

    assertThat(decide().refused())
        .extracting(SimulatedPermissions.Decided::words)
        .containsExactly("a:Write on arn:y: explicitDeny by no-writes");
    assertThat(facts.asked).hasSize(1);
    assertThat(facts.asked.get(0).input().toString())
        .contains("\"ActionNames\":[\"a:Read\",\"a:Write\",\"iam:PassRole\"]")
        .contains("\"ContextKeyName\":\"iam:PassedToService\"");
  }

  @Test
  void decisionsByResourceInsideAnActionCountToo() {
    facts.returns(
        SIMULATE,
        """
        {'EvaluationResults':[
         {'EvalActionName':'a:Read','EvalResourceName':'*','EvalDecision':'implicitDeny',
          'ResourceSpecificResults':[
           {'EvalResourceName':'arn:x','EvalResourceDecision':'allowed'}]},
         {'EvalActionName':'a:Write','EvalDecision':'allowed',
          'ResourceSpecificResults':[
           {'EvalResourceName':'arn:y','EvalResourceDecision':'implicitDeny'}]},
         {'EvalActionName':'iam:PassRole','EvalDecision':'allowed',
          'ResourceSpecificResults':[
           {'EvalResourceName':'%s','EvalResourceDecision':'allowed'}]}]}"""
            .formatted(ROLE));

    assertThat(decide().refused()).extracting(d -> d.need().action()).containsExactly("a:Write");
  }

  @Test
  void readablePoliciesAreEvaluatedWhereIamMayNotSimulate() {
    facts
        .denies(SIMULATE)
        .returns("iam:GetRole", "{'Role':{}}")
        .returns("iam:ListRolePolicies", "{'PolicyNames':['inline']}")
        .returns("iam:GetRolePolicy", "{'PolicyDocument':'" + encoded("a:Read", "arn:x") + "'}")
        .returns("iam:ListAttachedRolePolicies", "{'AttachedPolicies':[{'PolicyArn':'arn:p'}]}")
        .returns("iam:GetPolicy", "{'Policy':{'DefaultVersionId':'v7'}}")
        .returns(
            "iam:GetPolicyVersion",
            "v7",
            "{'PolicyVersion':{'Document':'" + encoded("iam:PassRole", "*") + "'}}");

    assertThat(decide().refused()).extracting(d -> d.need().action()).containsExactly("a:Write");
  }

  @Test
  void policiesUnderAPermissionsBoundaryAreNotEvaluated() {
    facts
        .denies(SIMULATE)
        .returns(
            "iam:GetRole", "{'Role':{'PermissionsBoundary':{'PermissionsBoundaryArn':'arn:b'}}}")
        .returns("iam:ListRolePolicies", "{'PolicyNames':['inline']}")
        .returns("iam:GetRolePolicy", "{'PolicyDocument':'" + encoded("*", "*") + "'}")
        .returns("iam:ListAttachedRolePolicies", "{'AttachedPolicies':[]}");

    assertThatThrownBy(this::decide)
        .isInstanceOf(Skip.class)
        .hasMessageStartingWith("needs iam:Sim");
  }

  @Test
  void nothingIsSaidWhereNeitherIsAllowed() {
    facts.denies(SIMULATE).returns("iam:GetRole", "{'Role':{}}").denies("iam:ListRolePolicies");

    assertThatThrownBy(this::decide)
        .isInstanceOf(Skip.class)
        .hasMessage("needs iam:SimulatePrincipalPolicy on " + ROLE);
  }

  @Test
  void theRootOfAnAccountHasNoPolicies() {
    assertThatThrownBy(
            () ->
                SimulatedPermissions.of(
                    new SetUp(Intents.plain(), facts),
                    Side.BUILDER,
                    "arn:aws:iam::111111111111:root",
                    needs))
        .isInstanceOf(Skip.class);
  }

  private SimulatedPermissions.Decisions decide() {
    return SimulatedPermissions.of(new SetUp(Intents.plain(), facts), Side.TARGET, ROLE, needs);
  }

  private static String encoded(String action, String resource) {
    return URLEncoder.encode(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
            + action
            + "\",\"Resource\":\""
            + resource
            + "\"}]}",
        StandardCharsets.UTF_8);
  }
}
