package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.Optional;

/**
 * Collects what the readers of an account have read in one JSON object, including which optional
 * reads AWS has refused.
 */
final class AccountReads {
  private final Account account;
  private final ObjectNode json = MoveJson.object();

  AccountReads(Account account) {
    this.account = account;
  }

  /** Returns what has been read so far. */
  ObjectNode json() {
    return json;
  }

  Found found() {
    return new Found(json);
  }

  /**
   * Returns the response; empty if the resource does not exist.
   *
   * @throws XacctException if AWS refuses the read
   */
  Optional<JsonNode> read(MoveRequest request) {
    return account.read(request);
  }

  /** Returns an optional response; records the action under {@code unseen} if AWS refuses it. */
  Optional<JsonNode> perhaps(MoveRequest request) {
    try {
      return account.read(request);
    } catch (XacctException e) {
      var unseen = json.withArray("/unseen");
      if (!MoveJson.stream(unseen).map(JsonNode::asText).toList().contains(request.action())) {
        unseen.add(request.action());
      }
      return Optional.empty();
    }
  }
}
