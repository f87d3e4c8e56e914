package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.policy.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A policy of an identity.
 *
 * @param name in list operations
 * @param arn of a managed policy; absent for an inline policy
 * @param document absent for an AWS managed policy that is not included
 */
public record IamPolicy(String name, Optional<String> arn, Optional<String> document) {
  private static final int KEPT = 200;

  /**
   * The policies parsed most recently, because each call evaluates all policies of its identity.
   */
  private static final Map<String, Policy> READ =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Policy> eldest) {
              return size() > KEPT;
            }
          });

  static IamPolicy inline(JsonNode properties) {
    return new IamPolicy(
        properties.path("PolicyName").asText(),
        Optional.empty(),
        Optional.of(text(properties.path("PolicyDocument"))));
  }

  /** Returns a document as text: templates contain it as JSON, calls as text. */
  public static String text(JsonNode document) {
    return document.isTextual() ? document.asText() : document.toString();
  }

  Optional<Policy> policy() {
    return document.map(text -> READ.computeIfAbsent(text, Policy::ofIdentity));
  }

  /** Returns whether it is an AWS managed policy. */
  boolean ofAws() {
    return arn.filter(a -> a.contains(":iam::aws:policy/")).isPresent();
  }
}
