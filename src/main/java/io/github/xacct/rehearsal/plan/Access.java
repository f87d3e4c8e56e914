package io.github.xacct.rehearsal.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One action of a principal on a resource, as policies evaluate it.
 *
 * @param principalArn of the user or the role, never of a session
 * @param action such as {@code ecs:RegisterTaskDefinition}; may differ from the operation's name
 * @param resource ARN, or {@code *} for an action without resources
 * @param context condition keys of the request, without those of the principal
 */
public record Access(
    String principalArn, String action, String resource, Map<String, List<String>> context) {

  public Access {
    context = Map.copyOf(context);
  }

  /** Returns a copy with one more condition key, unless it is already set. */
  public Access with(String key, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(context);
    more.putIfAbsent(key, List.of(value));
    return new Access(principalArn, action, resource, more);
  }
}
