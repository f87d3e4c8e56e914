package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.Optional;

/**
 * Reads of an account into one object of JSON, where each reader puts what it has read; what can be
 * done without and AWS refuses to show is noted there.
 */
final class AccountReads {
  private final Account account;
  private final ObjectNode json = MoveJson.object();

  AccountReads(Account account) {
    this.account = account;
  }

  /** What has been read so far. */
  ObjectNode json() {
    return json;
  }

  Found found() {
    return new Found(json);
  }

  /**
   * An answer; absent if what is asked for does not exist.
   *
   * @throws XacctException if AWS refuses to show it
   */
  Optional<JsonNode> read(MoveRequest request) {
    return account.read(request);
  }

  /** An answer that can be done without; that it is lacking is noted. */
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
