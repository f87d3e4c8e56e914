package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads all pages of a listing, whichever pagination token its service uses. */
public final class AllPages {
  /** The name of the token in a response, and in the request for the next page. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "nextToken", "nextToken",
          "NextToken", "NextToken",
          "NextMarker", "Marker",
          "Marker", "Marker");

  /** The maximum number of pages; guards against a listing that never ends. */
  private static final int MOST = 200;

  private AllPages() {}

  /** Returns the first response with the elements of all later pages appended to its lists. */
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
