package io.github.xacct.rehearsal.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that somebody wants to do, as policies speak of it.
 *
 * @param principalArn of the user or the role, never of a session
 * @param action such as {@code ecs:RegisterTaskDefinition}; not always the call's own name
 * @param resource ARN, or {@code *} for an action without resources
 * @param context condition keys of the request beside those of the principal
 */
public record Access(
    String principalArn, String action, String resource, Map<String, List<String>> context) {

  public Access {
    context = Map.copyOf(context);
  }

  /** The same with one more condition key, unless it has it. */
  public Access with(String key, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(context);
    more.putIfAbsent(key, List.of(value));
    return new Access(principalArn, action, resource, more);
  }
}
