package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What became of a question.
 *
 * @param kind whether there is an answer
 * @param json what AWS answered, as its API reference spells it
 * @param words AWS's own, if it refused
 */
public record Answer(Kind kind, JsonNode json, String words) {

  /** How a request that reads may end. */
  public enum Kind {
    FOUND,
    /** What was asked for does not exist. */
    MISSING,
    /** The caller may not ask. */
    DENIED,
    /** Anything else that AWS or the network said. */
    FAILED,
    /** Nobody could be asked, because something before this went wrong. */
    NOT_ASKED
  }

  public static Answer found(JsonNode json) {
    return new Answer(Kind.FOUND, json, "");
  }

  /** The answer of a service that could not be asked, or refused. */
  public static Answer without(Kind kind, String words) {
    return new Answer(kind, MissingNode.getInstance(), words);
  }

  boolean missing() {
    return kind == Kind.MISSING;
  }

  boolean denied() {
    return kind == Kind.DENIED;
  }

  /** The answer, or nothing if what was asked for does not exist; a {@link Skip} if it is open. */
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
