package demo;

import io.javalin.Javalin;

public class App {
  public static void main(String[] arguments) {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    Javalin.create().get("/", context -> context.result("javalin answers")).start(port);
  }
}
