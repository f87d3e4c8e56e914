package io.github.xacct.rehearsal;

import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Decision.Outcome;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import java.util.Optional;

/**
 * Who may do what with a repository: its own account everything that the repository policy does not
 * deny, other accounts only what it allows. Identity policies are not rehearsed.
 */
final class RepositoryAccess {
  private RepositoryAccess() {}

  /** AWS's words of denial, or empty if the caller may. */
  static Optional<String> denial(
      Repositories registry, String repository, String action, Caller caller) {
    Outcome outcome = decide(registry, repository, action, caller).outcome();
    boolean own = caller.account().equals(registry.account());
    if (outcome == Outcome.ALLOWED || (own && outcome == Outcome.NOT_ALLOWED)) {
      return Optional.empty();
    }
    String why =
        outcome == Outcome.DENIED
            ? "with an explicit deny in a resource-based policy"
            : "because no resource-based policy allows the " + action + " action";
    return Optional.of(
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(caller.arn(), action, registry.arn(repository), why));
  }

  private static Decision decide(
      Repositories registry, String repository, String action, Caller caller) {
    Optional<Policy> policy =
        registry.find(repository).map(r -> r.index().policy()).map(Policy::ofResource);
    var request =
        AccessRequest.of(
            new Principal.Aws(caller.account(), caller.arn(), caller.principalArn()),
            action,
            registry.arn(repository));
    return policy
        .map(p -> p.decide(request))
        .orElse(new Decision(Outcome.NOT_ALLOWED, "there is no repository policy"));
  }
}
