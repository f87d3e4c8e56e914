package io.github.xacct.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The app in the tests' images: what a container is to the rehearsal, as small as can be. */
public final class TinyApp {
  private static volatile boolean sick;

  private TinyApp() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      System.out.println(arguments[0] + " " + System.getenv("VERSION"));
      System.exit(Integer.parseInt(arguments[1]));
    }
    Thread.sleep(Long.getLong("tiny.delay", 0));
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.createContext(
        "/", e -> answer(e, sick ? 500 : 200, "version " + System.getenv("VERSION")));
    server.createContext("/not-there", e -> answer(e, 404, "not there"));
    server.createContext("/sick", e -> fallSick(e));
    server.createContext("/env", e -> answer(e, System.getenv().toString()));
    server.createContext("/host", e -> answer(e, e.getRequestHeaders().entrySet().toString()));
    server.createContext(
        "/memory", e -> answer(e, String.valueOf(Runtime.getRuntime().maxMemory())));
    server.createContext("/echo", TinyApp::echo);
    server.createContext("/exit", e -> Runtime.getRuntime().halt(7));
    server.createContext(
        "/slow",
        e -> {
          System.out.println("a slow request has come");
          try {
            Thread.sleep(1500);
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
          answer(e, "slow");
        });
    server.setExecutor(Executors.newCachedThreadPool());
    System.out.println(
        "tiny app " + System.getenv("VERSION") + " pid " + ProcessHandle.current().pid());
    server.start();
  }

  private static void echo(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getRequestBody().transferTo(exchange.getResponseBody());
    exchange.close();
  }

  private static void fallSick(HttpExchange exchange) throws IOException {
    sick = true;
    answer(exchange, "oh");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    answer(exchange, 200, text);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
