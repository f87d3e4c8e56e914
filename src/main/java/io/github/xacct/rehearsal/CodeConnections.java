package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * CodeConnections, as far as looking at one connection: whoever asks for one of the own account and
 * region finds its handshake completed, unless a fault says otherwise. Source: CodeConnections API
 * reference, GetConnection.
 */
final class CodeConnections implements Service {
  private final boolean pending;

  CodeConnections(boolean pending) {
    this.pending = pending;
  }

  @Override
  public String signingName() {
    return "codeconnections";
  }

  @Override
  public ObjectNode answer(Call call) {
    if (!call.operation().equals("GetConnection")) {
      throw new UnsupportedOperationException(call.operation());
    }
    String arn = call.text("ConnectionArn");
    Place place = call.place();
    String of = ":" + place.region() + ":" + place.account() + ":connection/";
    if (!arn.contains(of)) {
      throw AwsError.badRequest(
          "ResourceNotFoundException", "Connection " + arn + " not found for this account.");
    }
    ObjectNode answer = Nodes.object();
    answer
        .putObject("Connection")
        .put("ConnectionArn", arn)
        .put("ConnectionName", Place.nameIn(arn))
        .put("ConnectionStatus", pending ? "PENDING" : "AVAILABLE");
    return answer;
  }
}
