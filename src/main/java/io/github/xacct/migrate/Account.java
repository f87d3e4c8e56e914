package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The target account: reads and changes it by requests that are data. */
public interface Account {

  /**
   * Sends a request that only reads, with all pages of its answer.
   *
   * @return the answer; absent if AWS says that what is asked for does not exist
   */
  Optional<JsonNode> read(MoveRequest request);

  /**
   * Sends a request that changes something, once: a lost answer is not sent again, for whoever
   * comes next looks first.
   */
  JsonNode change(MoveRequest request);
}
