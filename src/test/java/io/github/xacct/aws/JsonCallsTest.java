package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.json.Json;
import io.github.xacct.model.Region;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Compared with the SDK's own client, which gets the same responses. */
class JsonCallsTest {
  private static final String THROTTLED =
      "{\"__type\":\"ThrottlingException\",\"message\":\"slow\"}";
  private static final String FOUND = "{\"repositories\":[{\"repositoryName\":\"demo\"}]}";

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<SdkHttpRequest> sent = new ArrayList<>();

  /** Answers these in turn: {@code 500 text}, or the message of an exception. */
  private final SdkHttpClient wire =
      new SdkHttpClient() {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
          sent.add(request.httpRequest());
          return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
              return answered(answers.size() > 1 ? answers.pop() : answers.peek());
            }

            @Override
            public void abort() {}
          };
        }

        @Override
        public void close() {}
      };

  private static HttpExecuteResponse answered(String answer) throws IOException {
    if (!answer.matches("(?s)\\d{3} .*")) {
      throw new SocketException(answer);
    }
    byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(Integer.parseInt(answer.substring(0, 3)))
                .putHeader("x-amzn-RequestId", "r-1")
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  private AwsSession session() {
    return AccessOver.wire(wire, "AKIA", Clock.systemUTC(), pause -> {})
        .builder(new Region("eu-central-1"));
  }

  private String ours(Queue<String> script) {
    answers.clear();
    answers.addAll(script);
    sent.clear();
    try (var session = session()) {
      return session
          .json(
              "ECR",
              "AmazonEC2ContainerRegistry_V20150921",
              "ecr",
              () -> URI.create("https://api.ecr.eu-central-1.amazonaws.com"))
          .ask("DescribeRepositories", Json.object())
          .at("/repositories/0/repositoryName")
          .asText();
    } catch (SdkException e) {
      return AwsErrors.words(e);
    }
  }

  private String theirs(Queue<String> script) {
    answers.clear();
    answers.addAll(script);
    sent.clear();
    try (var session = session()) {
      return session
          .client(EcrClient.builder())
          .describeRepositories(r -> {})
          .repositories()
          .get(0)
          .repositoryName();
    } catch (SdkException e) {
      return AwsErrors.words(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "200 " + FOUND,
        "500 {},200 " + FOUND,
        "400 " + THROTTLED + ",Connection reset,503 ,200 " + FOUND,
        "500 {\"__type\":\"x#ServerException\",\"message\":\"sorry\"}",
        "400 " + THROTTLED,
        "400 {\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}",
        "403 <html>blocked</html>",
        "502 <html>bad gateway</html>",
        "Connection reset",
        "200 <html>Welcome</html>"
      })
  void asksAgainAndFailsAsTheSdksClientDoes(String script) {
    var all = new ArrayDeque<>(List.of(script.split(",(?=\\d{3} |Connection)")));

    String theirs = theirs(all);
    int asked = sent.size();

    assertThat(ours(all)).isEqualTo(theirs);
    assertThat(sent).hasSize(asked);
  }

  @Test
  void asksWhereAndHowTheSdksClientAsks() {
    var all = new ArrayDeque<>(List.of("200 " + FOUND));
    theirs(all);
    SdkHttpRequest wanted = sent.get(0);

    ours(all);

    SdkHttpRequest request = sent.get(0);
    assertThat(request.getUri()).isEqualTo(wanted.getUri());
    for (String header : List.of("X-Amz-Target", "Content-Type", "Content-Length", "Host")) {
      assertThat(request.firstMatchingHeader(header)).isEqualTo(wanted.firstMatchingHeader(header));
    }
    assertThat(request.firstMatchingHeader("Authorization").orElse(""))
        .matches("AWS4-HMAC-SHA256 Credential=AKIA/\\d{8}/eu-central-1/ecr/aws4_request, .*");
  }

  @Test
  void anEndedSessionIsNoticed() {
    var ended = new ArrayList<String>();
    answers.add("400 {\"__type\":\"ExpiredTokenException\",\"message\":\"expired\"}");
    try (var session = session().renewing(ended::add)) {
      var calls = session.json("ECR", "x", "ecr", () -> URI.create("https://ecr.example.com"));

      assertThatThrownBy(() -> calls.ask("DescribeRepositories", Json.object()))
          .isInstanceOfSatisfying(
              SdkException.class, e -> assertThat(SessionEnd.caused(e)).isTrue());
    }
    assertThat(ended).containsExactly("AKIA");
  }
}
