package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;

/**
 * The API of Key Management Service, as far as describing a key that a stack created. Source: KMS
 * API reference, "DescribeKey", "KeyMetadata".
 */
public final class Kms implements Service {
  private static final String KEY = "AWS::KMS::Key";

  private final ResourceStore store;

  public Kms(ResourceStore store) {
    this.store = store;
  }

  @Override
  public String signingName() {
    return "kms";
  }

  @Override
  public ObjectNode answer(Call call) {
    if (!call.operation().equals("DescribeKey")) {
      throw new UnsupportedOperationException(call.operation());
    }
    String id = AccountRegion.nameIn(call.text("KeyId"));
    ObjectNode key =
        store
            .find(call.place(), KEY, id)
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "NotFoundException",
                        "Key '" + call.place().arn("kms", "key/" + id) + "' does not exist"));
    String state = key.path("@KeyState").asText("Enabled");
    ObjectNode answer = Json.object();
    answer
        .putObject("KeyMetadata")
        .put("AWSAccountId", call.place().account().value())
        .put("KeyId", id)
        .put("Arn", call.place().arn("kms", "key/" + id))
        .put("Description", key.path("Description").asText())
        .put("Enabled", state.equals("Enabled"))
        .put("KeyState", state)
        .put("KeyManager", "CUSTOMER")
        .put("KeyUsage", "ENCRYPT_DECRYPT")
        .put("Origin", "AWS_KMS");
    return answer;
  }
}
