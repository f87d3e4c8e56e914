package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.goal.project.MavenProxies;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;

/** A call of the AWS SDK with the proxy of settings.xml, over the wire. */
class AwsThroughProxyTest {
  private static final Region REGION = new Region("eu-central-1");
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("builder:pr0xy-s3cret".getBytes());

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> debug = new CopyOnWriteArrayList<>();

  @Test
  void aCallGoesThroughTheProxyWithItsUserAndPassword() throws IOException {
    try (var proxy = new Forwarder()) {
      assertThat(password(proxy.settings("http"), "http://ecr.example.test")).isEqualTo("p4ss");
    }
    assertThat(seen).last().isEqualTo("POST http://ecr.example.test/ " + BASIC);
  }

  @Test
  void aHostOfNonProxyHostsIsAskedDirectly() throws IOException {
    try (var direct = new Forwarder();
        var proxy = new Forwarder()) {
      direct.free = true;
      var settings = proxy.settings("http");
      settings.setNonProxyHosts("*.example.test|localhost");
      String endpoint = "http://localhost:" + direct.port();

      assertThat(password(settings, endpoint)).isEqualTo("p4ss");

      assertThat(seen).containsExactly("POST / null");
    }
  }

  @Test
  void httpsIsTunnelledWithUserAndPassword() throws Exception {
    try (var tunnel = new Tunnel(Thread.currentThread())) {
      assertThatThrownBy(() -> password(tunnel.settings(), "https://ecr.example.test"))
          .hasMessageNotContaining("pr0xy-s3cret");
    }
    assertThat(seen).contains("CONNECT ecr.example.test:443 HTTP/1.1 " + BASIC);
  }

  private String password(Proxy proxy, String endpoint) {
    var endpointOverride =
        new AwsAccess.EndpointOverride(
            URI.create(endpoint), "AKIDEXAMPLE", "secret", Optional.empty());
    try (var used = MavenProxies.use(List.of(proxy), System.getProperties(), debug::add);
        var access = AwsAccess.to(endpointOverride);
        var session = access.builder(REGION, "for a test")) {
      assertThat(used).isNotNull();
      var settings =
          new RegistrySettings(
              new AccountId("111111111111"), REGION, "demo-app", false, false, false);
      return new EcrRepository(session, settings, List.of(), event -> {}).password();
    }
  }

  private static Proxy login(Proxy proxy) {
    proxy.setUsername("builder");
    proxy.setPassword("pr0xy-s3cret");
    return proxy;
  }

  /** A proxy for plain HTTP that responds in place of ECR. */
  private final class Forwarder implements AutoCloseable {
    private final HttpServer server;
    private volatile boolean free;

    Forwarder() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + login);
            exchange.getRequestBody().readAllBytes();
            if (login == null && !free) {
              exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
              exchange.sendResponseHeaders(407, -1);
            } else {
              String token = Base64.getEncoder().encodeToString("AWS:p4ss".getBytes());
              byte[] body =
                  ("{\"authorizationData\":[{\"authorizationToken\":\"%s\","
                          + "\"proxyEndpoint\":\"https://ecr.example.test\"}]}")
                      .formatted(token)
                      .getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    Proxy settings(String protocol) {
      var proxy = new Proxy();
      proxy.setProtocol(protocol);
      proxy.setHost("127.0.0.1");
      proxy.setPort(port());
      return login(proxy);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** A proxy that accepts CONNECT but forwards nothing; an authenticated client does not retry. */
  private final class Tunnel implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::serve, "tunnel");

    private final Thread caller;

    Tunnel(Thread caller) throws IOException {
      this.caller = caller;
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (var socket = server.accept()) {
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
          String first = in.readLine();
          String login = "null";
          for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase().startsWith("proxy-authorization: ")) {
              login = line.substring("proxy-authorization: ".length());
            }
          }
          seen.add(first + " " + login);
          if (!login.equals("null")) {
            caller.interrupt();
          }
          String answer =
              login.equals("null")
                  ? "HTTP/1.1 407 Proxy Authentication Required\r\n"
                      + "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
                  : "HTTP/1.1 403 Forbidden\r\n";
          socket.getOutputStream().write((answer + "Content-Length: 0\r\n\r\n").getBytes());
        } catch (IOException e) {
          return;
        }
      }
    }

    Proxy settings() {
      var proxy = new Proxy();
      proxy.setProtocol("https");
      proxy.setHost("127.0.0.1");
      proxy.setPort(server.getLocalPort());
      return login(proxy);
    }

    @Override
    public void close() throws IOException {
      Thread.interrupted();
      server.close();
    }
  }
}
