package demo;

import io.vertx.core.AbstractVerticle;

public class App extends AbstractVerticle {
  @Override
  public void start() {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end("vertx answers"))
        .listen(port);
  }
}
