package demo;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class App {
  public static void main(String[] arguments) {
    SpringApplication.run(App.class, arguments);
  }

  /** Spring's own web server would be ten megabytes more to fetch. */
  @Bean
  CommandLineRunner server(@Value("${server.port:8080}") int port) {
    return arguments -> {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] body = text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      System.out.println("ANSWERS " + text());
    };
  }

  private static String text() {
    return "spring-boot version="
        + App.class.getPackage().getImplementationVersion()
        + " loader="
        + App.class.getClassLoader().getClass().getSimpleName()
        + " devtools="
        + isThere("org.springframework.boot.devtools.RemoteSpringApplication")
        + " compose="
        + isThere("org.springframework.boot.docker.compose.core.DockerCompose");
  }

  private static boolean isThere(String name) {
    return App.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
  }
}
