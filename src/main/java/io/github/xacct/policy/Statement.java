package io.github.xacct.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy, matched against requests.
 *
 * @param name the Sid, or the statement's number in the policy
 * @param allow whether the effect is Allow; otherwise Deny
 * @param principal absent in identity policies, which apply to the identity they are attached to
 * @param actions with {@code *} and {@code ?}, case-insensitive
 * @param notActions whether the statement applies to all actions but {@code actions}
 * @param resources absent in trust and repository policies, which apply to the resource they are
 *     attached to
 * @param notResources whether the statement applies to all resources but {@code resources}
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
        Match.of(appliesTo(request))
            .and(() -> principal.map(p -> p.matches(request.principal())).orElse(Match.YES));
    for (Condition condition : conditions) {
      match = match.and(() -> condition.holds(request));
    }
    return match;
  }

  /** Whether action and resource match, regardless of principal and conditions. */
  boolean appliesTo(AccessRequest request) {
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
