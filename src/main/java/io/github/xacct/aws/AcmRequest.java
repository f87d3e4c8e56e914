package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What AWS Certificate Manager says of one certificate, without its SDK module: JSON, signed.
 * Source: ACM API reference, "DescribeCertificate" and "Common errors".
 */
public final class AcmRequest {
  private final JsonCalls calls;

  AcmRequest(JsonCalls calls) {
    this.calls = calls;
  }

  /** Asks for the certificate of {@code CertificateArn}; the answer as AWS writes it. */
  public ObjectNode describe(ObjectNode input) {
    return AwsErrors.member(
        "ACM DescribeCertificate",
        "Certificate",
        certificate(calls.once("DescribeCertificate", input)));
  }

  private static @Nullable ObjectNode certificate(JsonNode said) {
    return said.path("Certificate").isObject() ? (ObjectNode) said : null;
  }
}
