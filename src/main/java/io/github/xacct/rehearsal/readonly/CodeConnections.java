package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;

/**
 * The API of CodeConnections, as far as describing a connection: every connection of the account
 * and region is available, unless a fault makes it pending. Source: CodeConnections API reference,
 * GetConnection.
 */
public final class CodeConnections implements Service {
  private final boolean pending;

  public CodeConnections(boolean pending) {
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
    AccountRegion place = call.place();
    String of = ":" + place.region() + ":" + place.account() + ":connection/";
    if (!arn.contains(of)) {
      throw AwsError.badRequest(
          "ResourceNotFoundException", "Connection " + arn + " not found for this account.");
    }
    ObjectNode answer = Json.object();
    answer
        .putObject("Connection")
        .put("ConnectionArn", arn)
        .put("ConnectionName", AccountRegion.nameIn(arn))
        .put("ConnectionStatus", pending ? "PENDING" : "AVAILABLE");
    return answer;
  }
}
