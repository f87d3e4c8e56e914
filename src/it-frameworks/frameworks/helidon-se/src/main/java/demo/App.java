package demo;

import io.helidon.config.Config;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;

public class App {
  public static void main(String[] arguments) {
    Routing routing =
        Routing.builder().get("/", (request, response) -> response.send("helidon answers")).build();
    WebServer.create(routing, Config.create().get("server")).start();
  }
}
