package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The target account, read and changed by {@link MoveRequest}s. */
public interface Account {

  /**
   * Sends a read request and returns all pages of its response.
   *
   * @return the response; empty if AWS answers that the resource does not exist
   */
  Optional<JsonNode> read(MoveRequest request);

  /**
   * Sends a request that changes something, once: after a lost response it is not repeated, because
   * the next run reads the state first.
   */
  JsonNode change(MoveRequest request);
}
