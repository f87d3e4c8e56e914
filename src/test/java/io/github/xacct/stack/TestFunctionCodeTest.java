package io.github.xacct.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.xacct.ClosedPort;
import io.github.xacct.stack.plan.Template;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the test function's Python code by Python; a rehearsal imitates it without. */
@Tag("foreign")
class TestFunctionCodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void asksAsItIsAskedAndGivesTheAnswer() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              (exchange.getRequestURI() + " of " + exchange.getRequestHeaders().get("Host"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Version", "2");
          exchange.sendResponseHeaders(418, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      JsonNode answer = ask(server.getAddress().getPort());

      assertThat(answer.path("status").asInt()).isEqualTo(418);
      assertThat(answer.path("body").asText()).isEqualTo("/health?a=1 of [test.example.com]");
      assertThat(answer.path("headers").path("X-version").asText()).isEqualTo("2");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysWhyThereIsNoAnswer() throws Exception {
    try (var closed = new ClosedPort()) {
      assertThat(ask(closed.number()).path("error").asText())
          .startsWith("ConnectionRefusedError: ");
    }
  }

  private JsonNode ask(int port) throws Exception {
    String code =
        new YAMLMapper()
            .readTree(Template.SERVICE.text())
            .at("/Resources/AskTasks/Properties/Code/ZipFile")
            .asText();
    assertThat(code.length()).isLessThan(4096);
    Files.writeString(folder.resolve("index.py"), code);
    var event =
        JSON.writeValueAsString(
            Map.of(
                "address",
                "127.0.0.1",
                "port",
                port,
                "path",
                "/health?a=1",
                "seconds",
                5,
                "headers",
                Map.of("Host", "test.example.com")));
    var python =
        new ProcessBuilder(
                "python3",
                "-c",
                "import index, json, sys; print(json.dumps(index.ask(json.loads(sys.argv[1]), None)))",
                event)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    return JSON.readTree(said);
  }
}
