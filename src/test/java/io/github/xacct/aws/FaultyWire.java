package io.github.xacct.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** An HTTP client of the embedded AWS for which one operation always fails in one way. */
final class FaultyWire implements SdkHttpClient {
  /** What is answered instead of a response. */
  enum Kind {
    HTTP_500,
    HTTP_503_EMPTY,
    RESET,
    DENIED,
    NONSENSE,
    HOLLOW
  }

  final Set<String> operations = Collections.synchronizedSet(new TreeSet<>());
  volatile String operation = "";
  volatile Kind kind = Kind.HTTP_500;
  volatile boolean met;
  private final SdkHttpClient real = UrlConnectionHttpClient.create();

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    String called = operation(request);
    operations.add(called);
    if (!called.equals(operation)) {
      return real.prepareRequest(request);
    }
    met = true;
    boolean json = request.httpRequest().firstMatchingHeader("X-Amz-Target").isPresent();
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return switch (kind) {
          case HTTP_500 -> error(500, "InternalFailure", "sorry", json);
          case HTTP_503_EMPTY -> answer(503, "", json);
          case RESET -> throw new SocketException("Connection reset");
          case DENIED ->
              error(
                  json ? 400 : 403,
                  json ? "AccessDeniedException" : "AccessDenied",
                  "User: demo is not authorized to perform: x:" + called,
                  json);
          case NONSENSE -> answer(200, "<html><body>Welcome, guest</body></html>", json);
          case HOLLOW -> answer(200, json ? "{}" : "<Response/>", json);
        };
      }

      @Override
      public void abort() {}
    };
  }

  private static HttpExecuteResponse error(int status, String code, String words, boolean json) {
    return answer(
        status,
        json
            ? "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, words)
            : "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                .formatted(code, words),
        json);
  }

  private static HttpExecuteResponse answer(int status, String text, boolean json) {
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", json ? "application/x-amz-json-1.1" : "text/xml")
                .build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  private static String operation(HttpExecuteRequest request) {
    var target = request.httpRequest().firstMatchingHeader("X-Amz-Target");
    if (target.isPresent()) {
      return target.get().replaceAll(".*\\.", "");
    }
    var body = request.contentStreamProvider();
    try {
      String text =
          body.isEmpty()
              ? ""
              : new String(body.get().newStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("Action=")
          ? text.replaceAll("(?s).*Action=(\\w+).*", "$1")
          : request.httpRequest().encodedPath();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {} // it serves many sessions
}
