package io.github.xacct.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Calls a service with a JSON protocol without the SDK's client, whose thousand classes take longer
 * to load than a call or two. Retries and errors are like that client's. Source: AWS JSON 1.1
 * protocol, Smithy.
 */
public final class JsonCalls {
  private final SignedPost post;
  private final String service;
  private final String target;
  private final Supplier<RetryStrategy> retries;
  private final Sleeper sleeper;
  private final Optional<SessionEnd> ended;

  /**
   * @param service its name in error messages, such as {@code ECR}
   * @param target the prefix of the operation in the X-Amz-Target header
   * @param ended detects that the session has expired, if it is a role's
   */
  JsonCalls(
      SignedPost post,
      String service,
      String target,
      Supplier<RetryStrategy> retries,
      Sleeper sleeper,
      Optional<SessionEnd> ended) {
    this.post = post;
    this.service = service;
    this.target = target;
    this.retries = retries;
    this.sleeper = sleeper;
    this.ended = ended;
  }

  /**
   * Calls the operation, with retries.
   *
   * @throws SdkException as the SDK's client would throw it
   */
  public ObjectNode ask(String operation, ObjectNode input) {
    try {
      return once(operation, input);
    } catch (SdkException e) {
      return again(operation, input, e);
    }
  }

  private ObjectNode again(String operation, ObjectNode input, SdkException first) {
    SdkException failure = first;
    try (var strategy = retries.get()) {
      var token = strategy.acquireInitialToken(AcquireInitialTokenRequest.create(service)).token();
      while (true) {
        var retry =
            strategy.refreshRetryToken(
                RefreshRetryTokenRequest.builder().token(token).failure(failure).build());
        token = retry.token();
        sleeper.sleep(retry.delay());
        try {
          return once(operation, input);
        } catch (SdkException e) {
          failure = e;
        }
      }
    } catch (TokenAcquisitionFailedException e) {
      throw failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /** Calls the operation without retries. */
  ObjectNode once(String operation, ObjectNode input) {
    var headers =
        Map.of(
            "Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target + "." + operation);
    try {
      var answer = post.send(headers, Json.compact(input));
      if (!answer.head().isSuccessful()) {
        var refusal = refusal(answer);
        ended.ifPresent(session -> session.notice(refusal, answer.accessKeyId()));
        throw refusal;
      }
      return answer(answer);
    } catch (IOException e) {
      String words = "Unable to execute HTTP request: " + e.getMessage();
      throw FailedCalls.named(service, operation, SdkClientException.create(words, e));
    } catch (SdkException e) {
      throw FailedCalls.named(service, operation, e);
    }
  }

  private static ObjectNode answer(SignedPost.Answer answer) throws IOException {
    try {
      if (Json.read(answer.body()) instanceof ObjectNode response) {
        return response;
      }
    } catch (JsonProcessingException e) {
      throw SdkClientException.create("Unable to unmarshall response: " + e.getMessage(), e);
    }
    return Json.object();
  }

  private AwsServiceException refusal(SignedPost.Answer answer) throws IOException {
    JsonNode said = words(answer);
    String type = said.path("__type").asText("");
    return AwsServiceException.builder()
        .statusCode(answer.head().statusCode())
        .requestId(answer.head().firstMatchingHeader("x-amzn-RequestId").orElse(null))
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(type.isEmpty() ? null : type.substring(type.indexOf('#') + 1))
                .errorMessage(said.path("message").asText(said.path("Message").asText(null)))
                .rawResponse(SdkBytes.fromByteArray(answer.body()))
                .sdkHttpResponse(answer.head())
                .build())
        .build();
  }

  private static JsonNode words(SignedPost.Answer answer) throws IOException {
    try {
      return Json.read(answer.body());
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }
}
