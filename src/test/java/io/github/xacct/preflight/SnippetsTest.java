package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnippetsTest {
  private static final RoleArn ROLE = new RoleArn("aws", new AccountId("222222222222"), "ci/a");

  @Test
  void statementsAreOneForEachSetOfResources() {
    assertThat(
            Snippets.statement(
                "Needed",
                List.of(
                    new Need("a:One", "arn:x"),
                    new Need("a:Two", "arn:x"),
                    new Need("iam:PassRole", "arn:r1").when("iam:PassedToService", "ecs"),
                    new Need("iam:PassRole", "arn:r2").when("iam:PassedToService", "ecs"))))
        .isEqualTo(
            """
            {
              "Sid": "Needed1",
              "Effect": "Allow",
              "Action": [
                "a:One",
                "a:Two"
              ],
              "Resource": "arn:x"
            },
            {
              "Sid": "Needed2",
              "Effect": "Allow",
              "Action": "iam:PassRole",
              "Resource": [
                "arn:r1",
                "arn:r2"
              ],
              "Condition": {
                "StringEquals": {
                  "iam:PassedToService": "ecs"
                }
              }
            }""");
  }

  @Test
  void theTrustPolicyLetsTheBuilderIn() {
    var policy =
        Policy.ofResource(
            Snippets.trustOfBuilder(
                "arn:aws:iam::111111111111:role/build", Optional.of("ext"), true));
    var builder =
        Principals.ofRole(RoleArn.parse("arn:aws:iam::111111111111:role/build", "aws", null));

    assertThat(decide(policy, builder, "sts:AssumeRole", "ext")).isTrue();
    assertThat(decide(policy, builder, "sts:TagSession", "ext")).isTrue();
    assertThat(decide(policy, builder, "sts:AssumeRole", "other")).isFalse();
    assertThat(decide(policy, Principals.ofRole(ROLE), "sts:AssumeRole", "ext")).isFalse();
  }

  @Test
  void theStatementLetsTheRolePull() {
    var policy =
        Policy.ofResource(
            "{\"Version\":\"2012-10-17\",\"Statement\":[" + Snippets.pull(ROLE) + "]}");
    assertThat(
            policy
                .decide(AccessRequest.of(Principals.ofRole(ROLE), "ecr:BatchGetImage", "arn:x"))
                .allowed())
        .isTrue();
  }

  private static boolean decide(Policy policy, Principal who, String action, String externalId) {
    return policy
        .decide(AccessRequest.of(who, action, "arn:x").with("sts:ExternalId", externalId))
        .allowed();
  }
}
