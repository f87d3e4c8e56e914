package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads what stands in the accounts; safe to use by many threads, and asks nothing twice. */
public interface Facts {

  /** Asks, or waits for the answer if somebody else asks already. */
  Answer ask(Question question);

  /** Begins to ask, so that the answer is there when it is needed. */
  default void ahead(Question question) {}

  /** What is there, if it is; throws a {@link Skip} if that cannot be reported. */
  default Optional<JsonNode> find(Question question) {
    return ask(question).orMissing(question);
  }
}
