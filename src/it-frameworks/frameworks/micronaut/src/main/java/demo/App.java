package demo;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.Micronaut;

@Controller
public class App {
  public static void main(String[] arguments) {
    Micronaut.run(App.class, arguments);
  }

  @Get(produces = "text/plain")
  String hello() {
    return "micronaut answers";
  }
}
