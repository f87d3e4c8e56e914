package io.github.xacct.policy;

import java.util.List;
import java.util.Optional;

/**
 * Whether one statement of a policy speaks of a request.
 *
 * @param name Sid, or its place in the policy
 * @param allow or deny
 * @param principal absent in identity policies, whose owner is meant
 * @param actions with {@code *} and {@code ?}, compared without case
 * @param notActions whether all but {@code actions} are meant
 * @param resources absent in trust and repository policies, whose owner is meant
 * @param notResources whether all but {@code resources} are meant
 * @param conditions all of which must hold
 */
record Statement(
    String name,
    boolean allow,
    Optional<PrincipalElement> principal,
    List<PolicyText> actions,
    boolean notActions,
    Optional<List<PolicyText>> resources,
    boolean notResources,
    List<Condition> conditions) {

  Match matches(AccessRequest request) {
    Match match =
        Match.of(speaksOf(request))
            .and(() -> principal.map(p -> p.matches(request.principal())).orElse(Match.YES));
    for (Condition condition : conditions) {
      match = match.and(() -> condition.holds(request));
    }
    return match;
  }

  /** Whether it is about the request's action and resource, its conditions left aside. */
  boolean speaksOf(AccessRequest request) {
    return any(actions, request.action(), request, true) != notActions && resource(request).yes();
  }

  private Match resource(AccessRequest request) {
    return resources
        .map(list -> Match.of(any(list, request.resource(), request, false) != notResources))
        .orElse(Match.YES);
  }

  private static boolean any(
      List<PolicyText> texts, String value, AccessRequest request, boolean ignoreCase) {
    return texts.stream().anyMatch(text -> text.matches(value, request, ignoreCase));
  }
}
