package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * The result of a question.
 *
 * @param kind whether AWS returned what was asked for
 * @param json the response, as the API reference spells it
 * @param words AWS's error message; empty if there was none
 */
public record Answer(Kind kind, JsonNode json, String words) {

  /** How a read request ends. */
  public enum Kind {
    FOUND,
    /** The resource does not exist. */
    MISSING,
    /** The caller is not authorized. */
    DENIED,
    /** Any other error of AWS or the network. */
    FAILED,
    /** The request was not sent, because a prerequisite failed. */
    NOT_ASKED
  }

  public static Answer found(JsonNode json) {
    return new Answer(Kind.FOUND, json, "");
  }

  /** The result of a request that failed or was not sent. */
  public static Answer without(Kind kind, String words) {
    return new Answer(kind, MissingNode.getInstance(), words);
  }

  boolean missing() {
    return kind == Kind.MISSING;
  }

  boolean denied() {
    return kind == Kind.DENIED;
  }

  /**
   * The response; empty if the resource does not exist. Throws a {@link Skip} if that is unknown.
   */
  Optional<JsonNode> orMissing(Question asked) {
    return switch (kind) {
      case FOUND -> Optional.of(json);
      case MISSING -> Optional.empty();
      case DENIED -> throw new Skip("needs " + asked.action(), words);
      case FAILED -> throw new Skip(asked.action() + " failed", words);
      case NOT_ASKED -> throw new Skip(words);
    };
  }
}
