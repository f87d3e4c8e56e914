package io.github.xacct.rehearsal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.DeclaredServices;
import io.github.xacct.rehearsal.shape.ServiceModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are malformed, or that AWS refuses before a service sees them, with AWS's answer;
 * refused-requests.txt explains its syntax.
 */
class RefusedRequestsTest {
  private static final Pattern OPTION = Pattern.compile("\\[([\\w-]+)(?:=([^]]*))?] ");
  private static final Pattern XML =
      Pattern.compile("(?s).*<Code>(.*?)</Code>\\s*<Message>(.*?)</Message>.*");

  @TempDir static Path state;
  private static CoreFixture aws;
  private static RawRequests http;

  @BeforeAll
  static void start() {
    aws = new CoreFixture(state);
    http = new RawRequests(aws.rehearsal.endpoint(), aws.targetAdministrator());
  }

  @AfterAll
  static void close() throws Exception {
    assertThat(aws.log).noneMatch(line -> line.contains("The embedded AWS failed"));
    aws.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isRefusedAsAwsRefusesIt(String request, String answer)
      throws IOException, InterruptedException {
    assertThat(told(send(request))).isEqualTo(answer);
  }

  static Stream<Arguments> rows() throws IOException {
    try (var in = RefusedRequestsTest.class.getResourceAsStream("refused-requests.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\n+"))
          .filter(block -> !block.startsWith("#"))
          .map(block -> Arguments.of((Object[]) block.strip().split("\n", 2)));
    }
  }

  @Test
  void thereAreAtLeastSixtyOfThem() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
  }

  /** Sends an empty request of each operation in the models that is not simulated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application-autoscaling",
        "cloudformation",
        "codedeploy",
        "ecr",
        "ecs",
        "elasticloadbalancing",
        "iam",
        "logs",
        "monitoring",
        "secretsmanager",
        "sns",
        "ssm",
        "sts"
      })
  void whatIsNotSimulatedIsNamed(String service) throws IOException, InterruptedException {
    Set<String> notSimulated = ServiceModel.of(service).orElseThrow().operations();
    notSimulated.removeAll(DeclaredServices.simulated(service));
    for (String operation : notSimulated) {
      assertThat(told(send(service + " " + operation + " " + (speaksJson(service) ? "{}" : ""))))
          .isEqualTo(
              "501 NotImplemented: The embedded AWS does not rehearse %s:%s"
                  .formatted(service, operation));
    }
  }

  private static HttpResponse<byte[]> send(String row) throws IOException, InterruptedException {
    Map<String, String> options = new HashMap<>();
    for (MatchResult option : OPTION.matcher(row).results().toList()) {
      options.put(option.group(1), Optional.ofNullable(option.group(2)).orElse(""));
    }
    String[] words = OPTION.matcher(row).replaceAll("").split(" ", 3);
    String body = words.length > 2 ? words[2] : "";
    String service = words[0];
    ServiceModel model = ServiceModel.of(service).orElseThrow();
    boolean json =
        options.containsKey("json")
            || model.targetPrefix().isEmpty() == false && !service.equals("monitoring");
    Map<String, String> headers = new HashMap<>();
    String path = "/";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (options.containsKey("cbor")) {
      headers.put("smithy-protocol", "rpc-v2-cbor");
      headers.put("Content-Type", "application/cbor");
      path = "/service/" + model.targetPrefix() + "/operation/" + words[1];
      bytes = Cbor.write(Optional.empty(), Json.JSON.readTree(body));
    } else if (service.equals("lambda")) {
      path = words[1];
    } else if (json) {
      headers.put("Content-Type", "application/x-amz-json-" + model.jsonVersion());
      headers.put("X-Amz-Target", model.targetPrefix() + "." + words[1]);
    } else {
      headers.put("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      String version = options.getOrDefault("version", model.apiVersion());
      bytes =
          ("Action=" + words[1] + "&Version=" + version + "&" + body)
              .replace("Action=-&", "")
              .replace("Version=-&", "")
              .getBytes(StandardCharsets.UTF_8);
    }
    header(headers, "X-Amz-Target", options.get("target"));
    header(headers, "Content-Type", options.get("type"));
    header(headers, "Authorization", options.get("auth"));
    return http.send(
        service,
        options.getOrDefault("method", service.equals("lambda") ? "GET" : "POST"),
        options.getOrDefault("path", path),
        headers,
        bytes);
  }

  private static boolean speaksJson(String service) {
    return !service.equals("monitoring")
        && !ServiceModel.of(service).orElseThrow().targetPrefix().isEmpty();
  }

  private static void header(Map<String, String> headers, String name, String value) {
    if (value != null) {
      headers.remove(name);
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
  }

  /** Returns the status and what a client reads from the body. */
  private static String told(HttpResponse<byte[]> answer) throws IOException {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.equals("application/cbor")) {
      assertThat(answer.headers().firstValue("smithy-protocol")).contains("rpc-v2-cbor");
      return told(answer.statusCode(), Cbor.read(answer.body()));
    }
    if (type.contains("json")) {
      return told(answer.statusCode(), Json.JSON.readTree(body));
    }
    var xml = XML.matcher(body);
    return answer.statusCode()
        + " "
        + (xml.matches()
            ? xml.group(1) + ": " + xml.group(2).replace("&lt;", "<").replace("&gt;", ">")
            : body.strip());
  }

  private static String told(int status, JsonNode error) {
    return status
        + " "
        + error.path("__type").asText()
        + (error.has("message") ? ": " + error.path("message").asText() : "");
  }
}
