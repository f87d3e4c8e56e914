package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads the state of the accounts; thread-safe, and sends equal questions only once. */
public interface Facts {

  /** Returns the answer; waits for it if the same question is being asked already. */
  Answer ask(Question question);

  /** Starts asking, so that the answer is available when it is needed. */
  default void ahead(Question question) {}

  /** The resource; empty if it does not exist. Throws a {@link Skip} if that is unknown. */
  default Optional<JsonNode> find(Question question) {
    return ask(question).orMissing(question);
  }
}
