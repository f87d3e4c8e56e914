package io.github.xacct.aws;

import io.github.xacct.json.Json;

/**
 * Reads the state of an AWS KMS key. Source: KMS API reference, "DescribeKey"; KMS developer guide,
 * "Key states of AWS KMS keys".
 */
public final class KmsRequest {
  private final JsonCalls calls;

  KmsRequest(JsonCalls calls) {
    this.calls = calls;
  }

  /** Returns the key's state, such as {@code Enabled} or {@code PendingDeletion}. */
  public String state(String keyArn) {
    String id = keyArn.substring(keyArn.lastIndexOf('/') + 1);
    var response = calls.once("DescribeKey", Json.object().put("KeyId", id));
    String state = response.at("/KeyMetadata/KeyState").asText();
    return AwsErrors.member("KMS DescribeKey", "KeyState", state.isEmpty() ? null : state);
  }
}
