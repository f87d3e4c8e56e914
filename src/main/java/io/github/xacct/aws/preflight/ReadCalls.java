package io.github.xacct.aws.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AllPages;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.SdkJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/** Calls by IAM action, each from JSON to JSON. */
final class ReadCalls {
  private final Map<String, Function<ObjectNode, JsonNode>> calls = new HashMap<>();

  /** Calls the action and returns its response; throws the SDK's exception if AWS refuses it. */
  JsonNode make(String action, ObjectNode input) {
    return Objects.requireNonNull(calls.get(action)).apply(input);
  }

  /** Adds a call that returns JSON. */
  void putJson(String action, Function<ObjectNode, JsonNode> call) {
    calls.put(action, call);
  }

  void put(String action, Function<ObjectNode, ? extends SdkPojo> call) {
    calls.put(action, in -> SdkJson.write(call.apply(in)));
  }

  void putList(String action, Function<ObjectNode, ? extends SdkPojo> call) {
    calls.put(action, in -> AllPages.of(in, page -> SdkJson.write(call.apply(page))));
  }

  /** Adds a call whose list AWS never returns empty; fails if it is. */
  <A extends SdkPojo> void putList(
      String action, Function<ObjectNode, A> call, Function<A, List<?>> list) {
    putList(
        action,
        in -> {
          A answer = call.apply(in);
          if (list.apply(answer).isEmpty()) {
            AwsErrors.member(action, "anything in it", null);
          }
          return answer;
        });
  }

  static <B extends SdkPojo> B read(ObjectNode json, B builder) {
    return SdkJson.read(json, builder);
  }
}
