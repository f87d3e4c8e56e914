package io.github.xacct.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.aws.AccessOver;
import io.github.xacct.model.Region;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

class LastLogLinesTest {
  private static final String DEFINITION =
      """
      {"taskDefinition":{"containerDefinitions":[{"name":"web","logConfiguration":
      {"logDriver":"awslogs","options":{"awslogs-group":"/ecs/shop","awslogs-stream-prefix":"ecs",
      "awslogs-region":"eu-central-1"}}}]}}""";

  @Test
  void aStreamThatIsNotThereIsNamed() {
    assertThat(
            lines(
                400,
                """
                {"__type":"ResourceNotFoundException",
                "message":"The specified log stream does not exist."}"""))
        .containsExactly(
            "No log lines in stream ecs/web/t1 of log group /ecs/shop. CloudWatchLogs"
                + " GetLogEvents: ResourceNotFoundException - The specified log stream does not"
                + " exist.");
  }

  @Test
  void logsThatCannotBeReadAreSaid() {
    assertThat(lines(503, ""))
        .containsExactly(
            "Log lines cannot be read. CloudWatchLogs GetLogEvents: HTTP 503, empty answer");
  }

  @Test
  void anAppThatWroteNothing() {
    assertThat(lines(200, "{\"events\":[]}"))
        .containsExactly("Stream ecs/web/t1 of log group /ecs/shop has no lines.");
  }

  @Test
  void anExceptionIsReadWholeHoweverLongItsStackTrace() {
    var events = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      events.add("line " + i);
    }
    events.add("java.lang.IllegalStateException: DB_URL is not set");
    for (int i = 0; i < 40; i++) {
      events.add("\\tat com.example.App.call(App.java:" + i + ")");
    }
    events.add("Caused by: java.io.IOException: no");
    events.add("\\t... 12 more");

    assertThat(lines(200, answer(events)))
        .hasSize(43)
        .startsWith("java.lang.IllegalStateException: DB_URL is not set")
        .endsWith("\t... 12 more");
  }

  @Test
  void ofOtherLinesTheLastTwentyAreRead() {
    var events = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      events.add("line " + i);
    }

    assertThat(lines(200, answer(events))).hasSize(20).startsWith("line 10").endsWith("line 29");
  }

  private static String answer(List<String> messages) {
    return messages.stream()
        .map("{\"message\":\"%s\"}"::formatted)
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  private static List<String> lines(int status, String logs) {
    var task =
        Task.builder()
            .taskDefinitionArn("arn:td:1")
            .containers(Container.builder().name("web").exitCode(1).build())
            .build();
    try (var access = AccessOver.wire(wire(status, logs), "AKIA", Clock.systemUTC(), d -> {});
        var session = access.builder(new Region("eu-central-1"))) {
      return new LastLogLines(session, session.client(EcsClient.builder())).of(task, "t1");
    }
  }

  private static SdkHttpClient wire(int status, String logs) {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        boolean ofLogs = target.endsWith("GetLogEvents");
        return new ExecutableHttpRequest() {
          @Override
          public HttpExecuteResponse call() {
            return answer(ofLogs ? status : 200, ofLogs ? logs : DEFINITION);
          }

          @Override
          public void abort() {}
        };
      }

      @Override
      public void close() {}
    };
  }

  private static HttpExecuteResponse answer(int status, String text) {
    return HttpExecuteResponse.builder()
        .response(SdkHttpFullResponse.builder().statusCode(status).build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .build();
  }
}
