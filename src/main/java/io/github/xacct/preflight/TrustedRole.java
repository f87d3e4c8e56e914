package io.github.xacct.preflight;

import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import java.util.Optional;

/** Checks that a role exists and that an AWS service may assume it. */
final class TrustedRole {
  private final SetUp setUp;
  private final RoleArn role;
  private final String service;

  /**
   * @param service principal, such as {@code ecs-tasks.amazonaws.com}
   */
  TrustedRole(SetUp setUp, RoleArn role, String service) {
    this.setUp = setUp;
    this.role = role;
    this.service = service;
  }

  /**
   * The problem of the role, if there is one.
   *
   * @param what purpose of the role, which begins the sentence
   */
  Optional<CheckVerdict> problem(String what) {
    var found = setUp.role(role);
    if (found.isEmpty()) {
      return Optional.of(
          CheckVerdict.fail(what + " " + role + " does not exist.")
              .evidence(setUp.evidence(SetUp.getRole(role)))
              .fix("Write trust.json:")
              .fix(Snippets.trustOfService(service, role))
              .fix(
                  "aws iam create-role --role-name "
                      + role.name()
                      + " --assume-role-policy-document file://trust.json"));
    }
    Policy trust;
    try {
      trust =
          Policy.ofResource(
              ReadablePolicies.document(found.get().path("AssumeRolePolicyDocument").asText()));
    } catch (IllegalArgumentException e) {
      throw new Skip("the trust policy of " + role + " cannot be read: " + e.getMessage());
    }
    var decision = trust.decide(request());
    if (decision.outcome() == Decision.Outcome.CANNOT_DECIDE) {
      throw new Skip(
          "cannot decide whether " + role + " trusts " + service + ": " + decision.reason());
    }
    return decision.allowed()
        ? Optional.empty()
        : Optional.of(
            CheckVerdict.fail(what + " " + role + " does not trust " + service + ".")
                .evidence("Its trust policy: " + decision.reason())
                .fix("Write trust.json:")
                .fix(Snippets.trustOfService(service, role))
                .fix(
                    "aws iam update-assume-role-policy --role-name "
                        + role.name()
                        + " --policy-document file://trust.json"));
  }

  /** The service's request to assume the role; its source keys vary with the service. */
  private AccessRequest request() {
    String source =
        service.equals(NeededActions.CODE_DEPLOY)
            ? setUp.intent.arn(
                "codedeploy",
                "deploymentgroup:"
                    + setUp.environment.application()
                    + "/"
                    + setUp.environment.deploymentGroup())
            : setUp.intent.arn("ecs", service.equals(NeededActions.ECS) ? "*" : "task/x");
    return AccessRequest.of(new Principal.AwsService(service), "sts:AssumeRole", role.toString())
        .with("aws:SourceAccount", setUp.environment.account().value())
        .with("aws:SourceArn", source)
        .withUnknown("aws:SourceOrgID");
  }
}
