package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Finding.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretCheckTest {
  private static final String SECRET =
      "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf";
  private static final String ALLOWS_ALL = "iam:SimulatePrincipalPolicy";

  private final ScriptedFacts facts =
      new ScriptedFacts().denies(ALLOWS_ALL).denies("iam:ListRolePolicies");

  @Test
  void nothingNamedIsWell() {
    assertThat(check(Map.of()).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aSecretWithoutAKeyIsOnlyDescribed() {
    facts.returns("secretsmanager:DescribeSecret", SECRET, "{'ARN':'" + SECRET + "'}");

    assertThat(check(Map.of("DB", SECRET)).outcome()).isEqualTo(Outcome.OK);
    assertThat(facts.asked)
        .extracting(Question::action)
        .doesNotContain("secretsmanager:GetSecretValue");
  }

  @Test
  void aSecretThatIsGoneIsNamed() {
    var verdict = check(Map.of("DB", SECRET));

    assertThat(verdict.words()).isEqualTo("There is no secret " + SECRET + " for DB.");
    assertThat(verdict.fix().get(0)).contains("create-secret --name db ");
  }

  @Test
  void aSecretThatIsBeingDeletedIsGone() {
    facts.returns("secretsmanager:DescribeSecret", "{'DeletedDate':'2026-01-01T00:00:00Z'}");

    assertThat(check(Map.of("DB", SECRET)).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void aKeyThatIsMissingIsNamedWithThoseThatAreThere() {
    facts.returns("secretsmanager:GetSecretValue", SECRET, "{'@Keys':['user','host']}");

    var verdict = check(Map.of("DB", SECRET + ":password::"));

    assertThat(verdict.words()).isEqualTo("Secret " + SECRET + " has no key password for DB.");
    assertThat(verdict.evidence()).containsExactly("Its keys: user, host");
    assertThat(check(Map.of("DB", SECRET + ":user::")).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aSecretThatMayNotBeReadIsSkippedWithTheActionThatItNeeds() {
    facts.denies("secretsmanager:GetSecretValue");

    var verdict = check(Map.of("DB", SECRET + ":user::"));

    assertThat(verdict.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(verdict.words()).contains("needs secretsmanager:GetSecretValue on " + SECRET);
  }

  @Test
  void parametersAreLookedForByNameAllAtOnce() {
    facts.returns("ssm:DescribeParameters", "{'Parameters':[{'Name':'/app/a'},{'Name':'/b'}]}");
    String arn = "arn:aws:ssm:eu-central-1:222222222222:parameter/b";

    assertThat(check(Map.of("A", "/app/a", "B", arn)).outcome()).isEqualTo(Outcome.OK);
    assertThat(check(Map.of("A", "/app/a", "C", "c")).words())
        .isEqualTo("There is no parameter c for C.");
  }

  @Test
  void allThatAreMissingAreToldTogether() {
    facts.returns("ssm:DescribeParameters", "{'Parameters':[{'Name':'/app/a'}]}");

    var verdict = check(Map.of("A", "/app/a", "C", "/app/c", "DB", SECRET));

    assertThat(verdict.words()).isEqualTo("2 secrets or parameters cannot be used as referenced.");
    assertThat(verdict.evidence())
        .contains(
            "There is no parameter /app/c for C.", "There is no secret " + SECRET + " for DB.");
    assertThat(verdict.fix()).filteredOn(line -> line.startsWith("aws ")).hasSize(2);
  }

  @Test
  void theExecutionRoleMustBeAllowedToReadThem() {
    facts.returns("secretsmanager:DescribeSecret", "{}");
    facts.returns(
        ALLOWS_ALL,
        "{'EvaluationResults':[{'EvalActionName':'secretsmanager:GetSecretValue',"
            + "'EvalResourceName':'%s','EvalDecision':'implicitDeny'}]}".formatted(SECRET));

    var verdict = check(Map.of("DB", SECRET));

    assertThat(verdict.words()).contains("-execution may not read the task's secrets.");
    assertThat(String.join("\n", verdict.fix())).contains("\"Resource\": \"" + SECRET + "\"");
  }

  private CheckVerdict check(Map<String, String> secrets) {
    return new SecretCheck(new SetUp(Intents.with(secrets, Map.of()), facts)).verdict();
  }
}
