package io.github.xacct.image;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Which class starts the app: the only one that has a main method. */
final class MainClass {
  private MainClass() {}

  static String find(Path classes, Consumer<String> debug) {
    MainClassFinder.Result found;
    try {
      found =
          MainClassFinder.find(
              AppLayers.classFiles(classes), event -> debug.accept(event.getMessage()));
    } catch (UnsupportedOperationException e) {
      throw XacctException.yours("The main class cannot be looked for in " + classes + ".")
          .evidence("Jib said: " + (e.getCause() == null ? e : e.getCause()).getMessage())
          .suggestion("name it: <image><mainClass>com.example.App</mainClass></image>")
          .cause(e);
    }
    return switch (found.getType()) {
      case MAIN_CLASS_FOUND -> found.getFoundMainClass();
      case MAIN_CLASS_NOT_FOUND ->
          throw XacctException.yours("No class with a main method in " + classes + ".")
              .suggestion(
                  "name the class to start, if it is in a dependency:"
                      + " <image><mainClass>com.example.App</mainClass></image>");
      case MULTIPLE_MAIN_CLASSES -> throw several(classes, found.getFoundMainClasses());
    };
  }

  private static XacctException several(Path classes, List<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    return XacctException.yours("More than one class in " + classes + " has a main method.")
        .evidence("They are: " + String.join(", ", sorted))
        .suggestion("choose one: <image><mainClass>" + sorted.get(0) + "</mainClass></image>");
  }
}
