package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A listing read to its end, whatever its service calls the way to the next page. */
public final class AllPages {
  /** What the answer calls it, and what the request does. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "nextToken", "nextToken",
          "NextToken", "NextToken",
          "NextMarker", "Marker",
          "Marker", "Marker");

  /** More is a listing without an end. */
  private static final int MOST = 200;

  private AllPages() {}

  /** The first answer with the elements of all later ones. */
  public static ObjectNode of(ObjectNode input, UnaryOperator<ObjectNode> call) {
    var all = call.apply(input);
    var page = all;
    for (int i = 1; i < MOST; i++) {
      var token = token(page);
      if (token == null) {
        break;
      }
      page =
          call.apply(input.deepCopy().put(TOKENS.get(token.getKey()), token.getValue().asText()));
      page.properties().forEach(member -> add(all, member));
    }
    TOKENS.keySet().forEach(all::remove);
    return all;
  }

  private static Map.@Nullable Entry<String, JsonNode> token(ObjectNode page) {
    return page.properties().stream()
        .filter(member -> TOKENS.containsKey(member.getKey()))
        .filter(member -> !member.getValue().asText("").isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static void add(ObjectNode all, Map.Entry<String, JsonNode> member) {
    if (member.getValue() instanceof ArrayNode more) {
      all.withArray(member.getKey()).addAll(more);
    }
  }
}
