package io.github.xacct.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What AWS Certificate Manager says of one certificate, without its SDK module: JSON, signed.
 * Source: ACM API reference, "DescribeCertificate" and "Common errors".
 */
public final class AcmRequest {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/x-amz-json-1.1",
          "X-Amz-Target", "CertificateManager.DescribeCertificate");

  private final SignedPost post;

  AcmRequest(SignedPost post) {
    this.post = post;
  }

  /** Asks for the certificate of {@code CertificateArn}; the answer as AWS writes it. */
  public ObjectNode describe(ObjectNode input) {
    try {
      var answer = post.send(HEADERS, input.toString());
      JsonNode said = read(answer.body());
      if (!answer.head().isSuccessful()) {
        throw Calls.named("ACM", "DescribeCertificate", refusal(answer, said));
      }
      return AwsErrors.member("ACM DescribeCertificate", "Certificate", certificate(said));
    } catch (IOException e) {
      throw Calls.named(
          "ACM",
          "DescribeCertificate",
          SdkClientException.create(String.valueOf(e.getMessage()), e));
    }
  }

  private static @Nullable ObjectNode certificate(JsonNode said) {
    return said.path("Certificate").isObject() ? (ObjectNode) said : null;
  }

  private static JsonNode read(byte[] body) throws IOException {
    try {
      return SdkJson.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return SdkJson.JSON.createObjectNode();
    }
  }

  private static AwsServiceException refusal(SignedPost.Answer answer, JsonNode said) {
    int status = answer.head().statusCode();
    String type = said.path("__type").asText("");
    return AwsServiceException.builder()
        .statusCode(status)
        .requestId(answer.head().firstMatchingHeader("x-amzn-RequestId").orElse(null))
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("ACM")
                .errorCode(type.isEmpty() ? null : type.substring(type.indexOf('#') + 1))
                .errorMessage(said.path("message").asText(said.path("Message").asText(null)))
                .rawResponse(SdkBytes.fromByteArray(answer.body()))
                .sdkHttpResponse(answer.head())
                .build())
        .build();
  }
}
