package io.github.xacct.rehearsal;

import java.util.Map;

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
  public Protocol protocol() {
    return Protocol.JSON_1_1;
  }

  @Override
  public String answer(Call call) {
    if (!call.operation().equals("GetConnection")) {
      throw new UnsupportedOperationException(call.operation());
    }
    String arn = call.text("ConnectionArn");
    Place place = Place.of(call);
    String of = ":" + place.region() + ":" + place.account() + ":connection/";
    if (!arn.contains(of)) {
      throw AwsError.badRequest(
          "ResourceNotFoundException", "Connection " + arn + " not found for this account.");
    }
    return Nodes.write(
        Nodes.JSON.valueToTree(
            Map.of(
                "Connection",
                Map.of(
                    "ConnectionArn",
                    arn,
                    "ConnectionName",
                    Place.nameIn(arn),
                    "ConnectionStatus",
                    pending ? "PENDING" : "AVAILABLE"))));
  }
}
