package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.ClosedPort;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.SmokeTestReport.Result;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** A machine that cannot send requests reports why, and no failure of the app. */
class NoAnswerTest {
  private static final TestClient DIRECT = TestClient.direct();

  @Test
  void aNameThatNobodyKnows() {
    assertThat(wrong("http://app.invalid:8080", DIRECT))
        .isEqualTo("the name app.invalid cannot be resolved (DNS)");
    assertThat(wrong("http://app.invalid:8080", DIRECT, Map.of("Host", "shop.example.com")))
        .isEqualTo("the name app.invalid cannot be resolved (DNS)");
  }

  @Test
  void aPortThatRefuses() throws IOException {
    try (var closed = new ClosedPort()) {
      String port = "127.0.0.1:" + closed.number();
      String refused = port + " refuses the connection";
      assertThat(wrong("http://" + port, DIRECT)).isEqualTo(refused);
      assertThat(wrong("http://" + port, DIRECT, Map.of("Host", "shop.example.com")))
          .isEqualTo(refused);
    }
  }

  @Test
  void noTlsWhereItIsWanted() throws IOException {
    try (var plain = server("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      int port = plain.getLocalPort();
      assertThat(wrong("https://127.0.0.1:" + port, DIRECT))
          .startsWith("the TLS handshake with 127.0.0.1:" + port + " failed: ")
          .doesNotContain("Exception");
    }
  }

  /** Java's exception if a server omits its intermediate certificates. */
  @Test
  void aChainThatLeadsToNobodyWhoIsTrusted() {
    var broken =
        new SSLHandshakeException("unable to find valid certification path to requested target");
    assertThat(NoAnswer.words(URI.create("https://shop.example.com"), broken))
        .isEqualTo(
            "the TLS handshake with shop.example.com failed: unable to find valid certification path"
                + " to requested target (an imported certificate without its intermediates, or an"
                + " authority that this JVM does not trust)");
  }

  @Test
  void aServerThatHangsUp() throws IOException {
    try (var rude = server("")) {
      String place = "127.0.0.1:" + rude.getLocalPort();
      assertThat(wrong("http://" + place, DIRECT))
          .isEqualTo(place + " closed the connection without an answer");
    }
  }

  @Test
  void aServerThatNeverAnswers() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String place = "127.0.0.1:" + silent.getLocalPort();
      TestClient hasty =
          (uri, headers, patience) -> DIRECT.get(uri, headers, Duration.ofMillis(50));
      String noAnswer = "connected to " + place + ", but no answer in time";
      assertThat(wrong("http://" + place, hasty)).isEqualTo(noAnswer);
      assertThat(wrong("http://" + place, hasty, Map.of("Host", "shop.example.com")))
          .isEqualTo(noAnswer);
    }
  }

  @Test
  void aProxyOfThisMachine() throws IOException {
    try (var asks = server("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n");
        var refuses = server("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) {
      String who = "the proxy requires a user and password (407)";
      assertThat(wrong("http://app.invalid", through(asks))).isEqualTo(who);
      assertThat(wrong("https://app.invalid", through(asks))).isEqualTo(who);
      assertThat(wrong("https://app.invalid", through(refuses)))
          .isEqualTo("the proxy does not connect to app.invalid: Tunnel failed, got: 403");
    }
  }

  /** The client uses the JVM's proxy at the time of its creation. */
  private static TestClient through(ServerSocket proxy) {
    var before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.getLocalPort())));
    try {
      return TestClient.direct();
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  /** Reads a little, sends the response, and closes the connection. */
  private static ServerSocket server(String answer) throws IOException {
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (var socket = server.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  @Test
  void timeOutsAndProxies() {
    assertThat(
            wrong(
                "http://app:81",
                failing(new HttpConnectTimeoutException("HTTP connect timed out"))))
        .isEqualTo("no connection to app:81 within 10 s");
    assertThat(wrong("http://app:81", failing(new HttpTimeoutException("request timed out"))))
        .isEqualTo("connected to app:81, but no answer in time");
    assertThat(wrong("https://app", failing(new IOException("Tunnel failed, got: 407"))))
        .isEqualTo("the proxy does not connect to app: Tunnel failed, got: 407");
    assertThat(wrong("http://app", failing(new IOException((String) null))))
        .isEqualTo("the connection broke");
  }

  @Test
  void aProxyThatWantsToKnowWhoAsks() {
    TestClient proxy = (uri, headers, patience) -> new TestClient.Answer(407, Map.of(), "");

    assertThat(wrong("http://app", proxy))
        .isEqualTo("the proxy requires a user and password (407)");
  }

  @Test
  void credentialsThatAskNobody() {
    TestClient function =
        (uri, headers, patience) -> {
          throw XacctException.yours("Cannot invoke the test function ask.")
              .evidence("AWS said: ExpiredTokenException - The security token is expired");
        };

    assertThat(wrong("http://app", function))
        .isEqualTo(
            "Cannot invoke the test function ask. AWS said: ExpiredTokenException - The security"
                + " token is expired");
  }

  private static TestClient failing(IOException e) {
    return (uri, headers, patience) -> {
      throw e;
    };
  }

  private static String wrong(String url, TestClient client) {
    return wrong(url, client, Map.of());
  }

  private static String wrong(String url, TestClient client, Map<String, String> headers) {
    var test =
        new SmokeTest("home", "/", headers, 200, Optional.empty(), Map.of(), Optional.empty(), 1);
    List<Result> results =
        new SmokeTests(List.of(test), event -> {}, client, pause -> {})
            .all(Route.to(URI.create(url)));
    assertThat(results).singleElement().satisfies(result -> assertThat(result.asked()).isFalse());
    assertThat(results.get(0).took()).isLessThan(Duration.ofSeconds(180));
    return results.get(0).wrong().orElseThrow().replaceFirst("^GET \\S+ got no answer: ", "");
  }
}
