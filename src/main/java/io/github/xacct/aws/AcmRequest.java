package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate of AWS Certificate Manager, without its SDK module: signed JSON calls.
 * Source: ACM API reference, "DescribeCertificate" and "Common errors".
 */
public final class AcmRequest {
  private final JsonCalls calls;

  AcmRequest(JsonCalls calls) {
    this.calls = calls;
  }

  /**
   * Calls DescribeCertificate with this input, without retries; returns AWS's response unchanged.
   */
  public ObjectNode describe(ObjectNode input) {
    return AwsErrors.member(
        "ACM DescribeCertificate",
        "Certificate",
        certificate(calls.once("DescribeCertificate", input)));
  }

  private static @Nullable ObjectNode certificate(JsonNode response) {
    return response.path("Certificate").isObject() ? (ObjectNode) response : null;
  }
}
