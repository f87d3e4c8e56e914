package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.policy.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One policy of an identity.
 *
 * @param name as lists report it
 * @param arn of a managed policy; an inline one has none
 * @param document absent if AWS manages it and nobody wrote it down here
 */
public record IamPolicy(String name, Optional<String> arn, Optional<String> document) {
  private static final int KEPT = 200;

  /** The documents read last: each call of an identity asks about each of its policies. */
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

  /** A template writes a document as JSON, a call as text. */
  public static String text(JsonNode document) {
    return document.isTextual() ? document.asText() : document.toString();
  }

  Optional<Policy> policy() {
    return document.map(text -> READ.computeIfAbsent(text, Policy::ofIdentity));
  }

  /** Whether AWS keeps it, the same for all accounts. */
  boolean ofAws() {
    return arn.filter(a -> a.contains(":iam::aws:policy/")).isPresent();
  }
}
