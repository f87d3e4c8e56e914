package io.github.xacct.preflight;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import java.util.Optional;

/**
 * Finds why the trust policy of the environment's role denies the builder. Without assuming it,
 * only a role in the builder's own account can be read.
 */
final class DeployRoleTrust {
  private static final String EXTERNAL_ID = "sts:ExternalId";

  private final SetUp setUp;
  private final RoleArn role;

  DeployRoleTrust(SetUp setUp, RoleArn role) {
    this.setUp = setUp;
    this.role = role;
  }

  /** The reason as a sentence; empty if it cannot be read, or if the policy allows the builder. */
  Optional<String> objection() {
    if (!setUp.caller().path("Account").asText().equals(role.account().value())) {
      return Optional.empty();
    }
    try {
      var found = setUp.facts.find(Question.builder("iam:GetRole").with("RoleName", role.name()));
      return found.isEmpty()
          ? Optional.of("There is no such role.")
          : objection(found.get().path("Role").path("AssumeRolePolicyDocument").asText());
    } catch (Skip | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> objection(String encoded) {
    var trust = Policy.ofResource(ReadablePolicies.document(encoded));
    var bare = AccessRequest.of(builder(), "sts:AssumeRole", role.toString());
    var request = setUp.environment.externalId().map(id -> bare.with(EXTERNAL_ID, id)).orElse(bare);
    var decision = trust.decide(request);
    if (!decision.allowed()) {
      var withAnother = trust.decide(bare.withUnknown(EXTERNAL_ID)).outcome();
      return Optional.of(
          withAnother == Decision.Outcome.CANNOT_DECIDE
              ? "Its trust policy refuses the external id, or that there is none."
              : "Its trust policy: " + decision.reason());
    }
    boolean tags = !setUp.environment.sessionTags().isEmpty();
    return tags && !trust.decide(request.action("sts:TagSession")).allowed()
        ? Optional.of("Its trust policy does not let it set session tags.")
        : Optional.empty();
  }

  private Principal.Aws builder() {
    String arn = setUp.caller().path("Arn").asText();
    return new Principal.Aws(
        new AccountId(role.account().value()), arn, Principals.identityOf(arn));
  }
}
