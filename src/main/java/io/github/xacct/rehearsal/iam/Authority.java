package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Decision.Outcome;
import io.github.xacct.policy.Principal;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Evaluates whether a caller is authorized for an access: its identity policies must allow it, and
 * across accounts the resource-based policy too. Sources: IAM user guide, "Policy evaluation
 * logic", "Cross-account policy evaluation logic" and "Troubleshoot access denied error messages".
 */
public final class Authority {
  /**
   * No account: a resource-based policy that allows the account as a whole does not match it,
   * because that only delegates to the account's own policies.
   */
  private static final AccountId NONE = new AccountId("000000000000");

  private final Iam iam;
  private final Consumer<Access> granted;

  /**
   * Creates an evaluation with the policies in the resource store.
   *
   * @param granted receives every allowed access
   */
  public Authority(Iam iam, Consumer<Access> granted) {
    this.iam = iam;
    this.granted = granted;
  }

  /** Returns AWS's message of denial, or empty if the access is allowed. */
  public Optional<String> denial(Caller caller, Access access, Optional<ResourcePolicy> resource) {
    Optional<String> why = why(caller, access, resource);
    if (why.isEmpty()) {
      granted.accept(access);
    }
    return why.map(
        words ->
            "User: %s is not authorized to perform: %s on resource: %s%s"
                .formatted(caller.arn(), access.action(), access.resource(), words));
  }

  private Optional<String> why(Caller caller, Access plain, Optional<ResourcePolicy> resource) {
    String owner =
        resource
            .flatMap(ResourcePolicy::owner)
            .map(AccountId::value)
            .orElseGet(() -> Iam.account(plain.resource()));
    Access access = owner.isEmpty() ? plain : plain.with("aws:ResourceAccount", owner);
    Iam.Verdict own = iam.evaluate(access);
    if (own.denied()) {
      return Optional.of(" with an explicit deny in " + article(own.by()));
    }
    Decision theirs = decide(resource, access, caller, caller.account());
    if (theirs.outcome() == Outcome.DENIED) {
      return Optional.of(" with an explicit deny in a resource-based policy");
    }
    boolean ownAccount = owner.equals(caller.account().value());
    boolean named = ownAccount && decide(resource, access, caller, NONE).allowed();
    if (!own.allowed() && !named) {
      demandDecision(own.decision(), access);
      return Optional.of(because(own.by(), access));
    }
    boolean asked = resource.filter(r -> r.always() || !ownAccount).isPresent();
    if (asked && !theirs.allowed()) {
      demandDecision(theirs, access);
      return Optional.of(hidesReason(access) ? "" : because("resource-based policy", access));
    }
    return Optional.empty();
  }

  /** STS reports neither why a role does not trust a caller nor whether the role exists. */
  private static boolean hidesReason(Access access) {
    return access.action().startsWith("sts:");
  }

  private static Decision decide(
      Optional<ResourcePolicy> resource, Access access, Caller caller, AccountId account) {
    var principal = new Principal.Aws(account, caller.arn(), caller.principalArn());
    var request =
        Iam.request(access, principal).with("aws:PrincipalAccount", caller.account().value());
    return resource
        .flatMap(ResourcePolicy::policy)
        .map(policy -> policy.decide(request))
        .orElse(new Decision(Outcome.NOT_ALLOWED, "there is no policy"));
  }

  /**
   * Throws if the policies could not be evaluated, because neither allowing nor denying would be
   * correct.
   */
  private static void demandDecision(Decision decision, Access access) {
    if (decision.outcome() == Outcome.CANNOT_DECIDE) {
      throw new UnsupportedOperationException(
          "cannot decide about " + access.action() + ": " + decision.reason());
    }
  }

  private static String because(String kind, Access access) {
    return " because no " + kind + " allows the " + access.action() + " action";
  }

  private static String article(String kind) {
    return (kind.startsWith("i") ? "an " : "a ") + kind;
  }
}
