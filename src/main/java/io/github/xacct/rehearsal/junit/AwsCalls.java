package io.github.xacct.rehearsal.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.RequestSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Sends calls of the JSON protocol, signed by an administrator of one account. */
final class AwsCalls {
  private static final Map<String, String> TARGETS =
      Map.of(
          "ecr", "AmazonEC2ContainerRegistry_V20150921",
          "ecs", "AmazonEC2ContainerServiceV20141113",
          "codedeploy", "CodeDeploy_20141006");

  private final HttpClient http;
  private final URI endpoint;
  private final RequestSigner signer;

  AwsCalls(HttpClient http, URI endpoint, Keys keys, Region region) {
    this.http = http;
    this.endpoint = URI.create(endpoint + "/");
    this.signer = new RequestSigner(keys, region);
  }

  /**
   * Calls an operation.
   *
   * @throws IllegalStateException with AWS's message if the call fails
   */
  JsonNode call(String service, String operation, ObjectNode input) {
    byte[] body = Json.write(input).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            TARGETS.get(service) + "." + operation);
    var request =
        HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signer.sign(service, endpoint, headers, body, Instant.now()).forEach(request::header);
    var answer = send(http, request.build());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(operation + ": " + answer.body());
    }
    return Json.read(answer.body());
  }

  static java.net.http.HttpResponse<String> send(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
