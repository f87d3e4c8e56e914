package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reasons for which a readable trust policy denies the builder. */
class DeployRoleTrustTest {
  private static final String BUILDER = "arn:aws:iam::222222222222:role/build";
  private static final String ASSUME = "'sts:AssumeRole'";
  private static final String BOTH = "['sts:AssumeRole','sts:TagSession']";

  private final ScriptedFacts facts =
      new ScriptedFacts()
          .returns(
              "sts:GetCallerIdentity",
              "{'Account':'222222222222','Arn':'arn:aws:sts::222222222222:assumed-role/build/x'}");

  @Test
  void hasNothingAgainstWhomItNames() {
    trusts(BUILDER, BOTH, "");
    assertThat(objection()).isEmpty();
  }

  @Test
  void namesAnotherBuilder() {
    trusts(BUILDER + "-old", BOTH, "");
    assertThat(objection().orElseThrow()).startsWith("Its trust policy: no statement allows");
  }

  @Test
  void asksForAnotherExternalId() {
    trusts(BUILDER, BOTH, ",'Condition':{'StringEquals':{'sts:ExternalId':'another'}}");
    assertThat(objection())
        .contains("Its trust policy refuses the external id, or that there is none.");
  }

  @Test
  void letsNoTagsBeSet() {
    trusts(BUILDER, ASSUME, "");
    assertThat(objection()).contains("Its trust policy does not let it set session tags.");
  }

  @Test
  void isOfARoleThatIsNotThere() {
    assertThat(objection()).contains("There is no such role.");
  }

  @Test
  void cannotBeReadByWhoMayNot() {
    facts.denies("iam:GetRole");
    assertThat(objection()).isEmpty();
  }

  @Test
  void isNotAskedForInAnotherAccount() {
    facts.returns("sts:GetCallerIdentity", "{'Account':'111111111111'}");
    assertThat(objection()).isEmpty();
    assertThat(facts.asked).extracting(Question::action).doesNotContain("iam:GetRole");
  }

  private Optional<String> objection() {
    var setUp = new SetUp(Intents.plain(), facts);
    return new DeployRoleTrust(setUp, setUp.environment.role().orElseThrow()).objection();
  }

  private void trusts(String principal, String actions, String condition) {
    String policy =
        "{'Statement':[{'Effect':'Allow','Principal':{'AWS':'%s'},'Action':%s%s}]}"
            .formatted(principal, actions, condition);
    // A policy is a string in the response.
    facts.returns(
        "iam:GetRole",
        "{'Role':{'AssumeRolePolicyDocument':'" + policy.replace("'", "\\'") + "'}}");
  }
}
