package io.github.xacct.policy;

import io.github.xacct.policy.Decision.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A policy document that decides on requests: an explicit deny wins, then an allow; otherwise the
 * request is not allowed. Source: IAM user guide, "Policy evaluation logic".
 */
public final class Policy {
  private final List<Statement> statements;

  Policy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /**
   * Parses a resource-based policy, such as a role's trust policy or a repository policy.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason
   */
  public static Policy ofResource(String json) {
    var policy = PolicyReader.read(json);
    policy.require(s -> s.principal().isPresent(), "needs a Principal");
    return policy;
  }

  /**
   * Parses an identity-based policy of a user or role.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason
   */
  public static Policy ofIdentity(String json) {
    var policy = PolicyReader.read(json);
    policy.require(s -> s.principal().isEmpty(), "cannot have a Principal");
    policy.require(s -> s.resources().isPresent(), "needs a Resource");
    return policy;
  }

  /** Combines the policies of one identity, which IAM evaluates as one. */
  public static Policy union(List<Policy> policies) {
    return new Policy(policies.stream().flatMap(p -> p.statements.stream()).toList());
  }

  /** Decides whether the policy allows or denies a request. */
  public Decision decide(AccessRequest request) {
    Optional<Decision> denied = first(request, false);
    if (denied.isPresent()) {
      return denied.get();
    }
    return first(request, true)
        .orElseGet(
            () -> new Decision(Outcome.NOT_ALLOWED, "no statement allows " + request.action()));
  }

  /**
   * Counts the statements that lead to an outcome: those that allow, or those that deny; else 0.
   */
  public int deciding(AccessRequest request, Outcome outcome) {
    boolean decided = outcome == Outcome.ALLOWED || outcome == Outcome.DENIED;
    return !decided
        ? 0
        : (int)
            statements.stream()
                .filter(s -> s.allow() == (outcome == Outcome.ALLOWED))
                .filter(s -> s.matches(request).yes())
                .count();
  }

  /**
   * Returns the condition keys that the request lacks but that statements for its action and
   * resource use.
   */
  public Set<String> missingKeys(AccessRequest request) {
    return statements.stream()
        .filter(s -> s.appliesTo(request))
        .flatMap(s -> s.conditions().stream())
        .map(Condition::key)
        .filter(key -> request.values(key).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<Decision> first(AccessRequest request, boolean allow) {
    Optional<Decision> doubt = Optional.empty();
    for (Statement statement : statements) {
      if (statement.allow() != allow) {
        continue;
      }
      Match match = statement.matches(request);
      if (match.yes()) {
        return Optional.of(
            allow
                ? new Decision(Outcome.ALLOWED, "statement " + statement.name() + " allows it")
                : new Decision(Outcome.DENIED, "statement " + statement.name() + " denies it"));
      }
      if (doubt.isEmpty()) {
        doubt =
            match.doubt().map(why -> "statement " + statement.name() + ": " + why).map(this::open);
      }
    }
    return doubt;
  }

  private Decision open(String why) {
    return new Decision(Outcome.CANNOT_DECIDE, why);
  }

  private void require(java.util.function.Predicate<Statement> rule, String otherwise) {
    statements.stream()
        .filter(rule.negate())
        .findFirst()
        .ifPresent(
            statement -> {
              throw new IllegalArgumentException("Statement " + statement.name() + " " + otherwise);
            });
  }
}
