package demo;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.StringJoiner;

/** Answers with the names of the jars that it finds, in the order in which it finds them. */
public final class App {
  private App() {}

  public static void main(String[] arguments) throws Exception {
    var names = new StringJoiner(" ");
    for (URL url : Collections.list(App.class.getClassLoader().getResources("which.txt"))) {
      try (var in = url.openStream()) {
        names.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    Server.answer(names.toString());
  }
}
