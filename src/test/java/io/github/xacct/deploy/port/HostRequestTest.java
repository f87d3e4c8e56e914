package io.github.xacct.deploy.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostRequestTest {
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          byte[] body =
              (headers.getFirst("Host")
                      + " "
                      + exchange.getRequestURI()
                      + " "
                      + headers.getFirst("Accept"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("X-App", "shop");
          boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
          long length = exchange.getRequestURI().getPath().equals("/short") ? 99 : body.length;
          exchange.sendResponseHeaders(203, chunked ? 0 : length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsTheHostThatIsWanted() throws Exception {
    var answer = get("/a?b=c");

    assertThat(answer.status()).isEqualTo(203);
    assertThat(answer.body()).isEqualTo("shop.example.com /a?b=c text/plain");
    assertThat(answer.header("x-app")).contains("shop");
  }

  @Test
  void readsChunks() throws Exception {
    assertThat(get("/chunked").body()).isEqualTo("shop.example.com /chunked text/plain");
  }

  @Test
  void believesNoAnswerThatEndsTooEarly() {
    assertThatThrownBy(() -> get("/short")).isInstanceOf(EOFException.class);
  }

  private TestClient.Answer get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return TestClient.direct()
        .get(
            uri,
            Map.of("host", "shop.example.com", "Accept", "text/plain"),
            Duration.ofSeconds(60));
  }
}
