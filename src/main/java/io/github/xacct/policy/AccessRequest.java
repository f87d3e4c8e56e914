package io.github.xacct.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A request to authorize: principal, action, resource and condition keys.
 *
 * @param principal the caller
 * @param action such as {@code sts:AssumeRole}
 * @param resource ARN, or {@code *} for an action without resources
 * @param context values by condition key; keys compare without case, as in IAM
 * @param unknownKeys condition keys that the real request has but whose values are unknown here,
 *     such as {@code aws:PrincipalOrgID} in preflight
 */
public record AccessRequest(
    Principal principal,
    String action,
    String resource,
    Map<String, List<String>> context,
    Set<String> unknownKeys) {

  public AccessRequest {
    Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    keys.putAll(context);
    context = keys;
    Set<String> unknown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    unknown.addAll(unknownKeys);
    unknownKeys = unknown;
  }

  /** Creates a request with the condition keys that follow from the principal. */
  public static AccessRequest of(Principal principal, String action, String resource) {
    var plain = new AccessRequest(principal, action, resource, Map.of(), Set.of());
    if (principal instanceof Principal.Aws aws) {
      return plain
          .with("aws:PrincipalArn", aws.principalArn())
          .with("aws:PrincipalAccount", aws.account().value())
          .with("aws:PrincipalIsAWSService", "false");
    }
    if (principal instanceof Principal.Federated somebody) {
      return plain.with("aws:FederatedProvider", somebody.provider());
    }
    return plain
        .with("aws:PrincipalServiceName", ((Principal.AwsService) principal).name())
        .with("aws:PrincipalIsAWSService", "true");
  }

  /** Returns the request with one more condition key. */
  public AccessRequest with(String key, String... values) {
    Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(context);
    more.put(key, List.of(values));
    return new AccessRequest(principal, action, resource, more, unknownKeys);
  }

  /** Returns the request with one more condition key whose value is unknown here. */
  public AccessRequest withUnknown(String key) {
    Set<String> more = new TreeSet<>(unknownKeys);
    more.add(key);
    return new AccessRequest(principal, action, resource, context, more);
  }

  /** Returns the same request for another action. */
  public AccessRequest action(String other) {
    return new AccessRequest(principal, other, resource, context, unknownKeys);
  }

  Optional<List<String>> values(String key) {
    return Optional.ofNullable(context.get(key));
  }
}
