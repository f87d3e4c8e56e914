package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One page of a list operation and the token of the next page. */
public final class ListPage {
  private ListPage() {}

  /**
   * Returns the page that the call requests.
   *
   * @param limit input member of the page size; empty if there is none
   * @param most maximum number of items on a page
   */
  public static ObjectNode of(Call call, String member, List<String> all, String limit, int most) {
    String token = call.text("nextToken");
    int from;
    try {
      from = token.isEmpty() ? 0 : Integer.parseInt(token);
    } catch (NumberFormatException e) {
      boolean codeDeploy = limit.isEmpty();
      throw AwsError.badRequest(
          codeDeploy ? "InvalidNextTokenException" : "InvalidParameterException",
          "Invalid token in the request.");
    }
    int size = Math.min(most, Math.max(1, call.input().path(limit).asInt(most)));
    int to = Math.min(all.size(), from + size);
    ObjectNode answer = Json.object();
    answer.set(member, Json.texts(all.subList(Math.min(from, to), to)));
    if (to < all.size()) {
      answer.put("nextToken", String.valueOf(to));
    }
    return answer;
  }
}
