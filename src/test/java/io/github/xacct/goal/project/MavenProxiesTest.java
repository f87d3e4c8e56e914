package io.github.xacct.goal.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;

class MavenProxiesTest {
  private final Properties system = new Properties();
  private final List<String> debug = new ArrayList<>();

  @Test
  void theActiveProxyServesBothProtocolsWhileAGoalRuns() {
    var off = proxy("http", "off.example.com", 1);
    off.setActive(false);
    var on = proxy("http", "proxy.example.com", 3128);
    on.setNonProxyHosts("*.corp.example.com|10.*");

    try (var used = MavenProxies.use(List.of(off, on), system, debug::add)) {
      assertThat(used).isNotNull();
      assertThat(system)
          .containsEntry("https.proxyHost", "proxy.example.com")
          .containsEntry("https.proxyPort", "3128")
          .containsEntry("http.proxyHost", "proxy.example.com")
          .containsEntry("http.proxyPort", "3128")
          .containsEntry(
              "http.nonProxyHosts",
              "*.corp.example.com|10.*|localhost|*.localhost|127.*|[::1]|169.254.*")
          .hasSize(5);
    }

    assertThat(system).isEmpty();
    assertThat(debug)
        .containsExactly(
            "Proxy for https: proxy.example.com:3128 of settings.xml, but not for"
                + " *.corp.example.com|10.*|localhost|*.localhost|127.*|[::1]|169.254.*",
            "Proxy for http: proxy.example.com:3128 of settings.xml, but not for"
                + " *.corp.example.com|10.*|localhost|*.localhost|127.*|[::1]|169.254.*");
  }

  @Test
  void whatTheCommandLineSaysWins() {
    system.setProperty("https.proxyHost", "mine.example.com");
    system.setProperty("http.nonProxyHosts", "*.mine");

    try (var used =
        MavenProxies.use(List.of(proxy("https", "theirs.example.com", 1)), system, debug::add)) {
      assertThat(used).isNotNull();
      assertThat(system).hasSize(2).containsEntry("https.proxyHost", "mine.example.com");
    }

    assertThat(system).hasSize(2).containsEntry("http.nonProxyHosts", "*.mine");
    assertThat(debug).containsExactly("Proxy for https: that of -Dhttps.proxyHost");
  }

  @Test
  void goalsSideBySideShareThem() {
    var proxies = List.of(proxy("https", "proxy.example.com", 3128));
    var one = MavenProxies.use(proxies, system, debug::add);
    var other = MavenProxies.use(proxies, system, debug::add);

    one.close();
    assertThat(system).containsEntry("https.proxyHost", "proxy.example.com");

    other.close();
    assertThat(system).isEmpty();
  }

  @Test
  void logsInToTheProxyAndNeverPrintsThePassword() throws IOException {
    var logins = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          logins.add(String.valueOf(login));
          exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
          exchange.sendResponseHeaders(login == null ? 407 : 200, -1);
          exchange.close();
        });
    server.start();
    var proxy = proxy("http", "127.0.0.1", server.getAddress().getPort());
    proxy.setUsername("builder");
    proxy.setPassword("pr0xy-s3cret");
    try (var used = MavenProxies.use(List.of(proxy), System.getProperties(), debug::add)) {
      assertThat(used).isNotNull();
      var connection =
          (HttpURLConnection) URI.create("http://registry.example/v2/").toURL().openConnection();

      assertThat(connection.getResponseCode()).isEqualTo(200);
    } finally {
      server.stop(0);
    }

    String basic = Base64.getEncoder().encodeToString("builder:pr0xy-s3cret".getBytes());
    assertThat(logins).containsExactly("null", "Basic " + basic);
    assertThat(String.join("\n", debug)).contains(" as builder").doesNotContain("s3cret");
    assertThat(System.getProperty("http.proxyPassword")).isNull();
  }

  private static Proxy proxy(String protocol, String host, int port) {
    var proxy = new Proxy();
    proxy.setProtocol(protocol);
    proxy.setHost(host);
    proxy.setPort(port);
    return proxy;
  }
}
