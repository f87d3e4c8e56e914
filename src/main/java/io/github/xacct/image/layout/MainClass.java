package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.xacct.image.file.ClassFile;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppBuild.Start;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds the class that starts the app: the configured one, the one that another plugin packages the
 * app with, or the only one with a main method.
 */
final class MainClass {
  private static final String SPRING_BOOT =
      "Lorg/springframework/boot/autoconfigure/SpringBootApplication;";

  private final AppFiles app;
  private final Consumer<String> debug;

  private MainClass(AppFiles app, Consumer<String> debug) {
    this.app = app;
    this.debug = debug;
  }

  /** The class, its arguments, and which configuration names it. */
  static Start of(ImageSettings settings, AppFiles app, Consumer<String> debug) {
    var main = new MainClass(app, debug);
    return settings
        .mainClass()
        .map(name -> new Start(name, List.of(), "<image><mainClass>", true))
        .orElseGet(main::find);
  }

  /** Warns of other main classes that the build configures elsewhere; empty if there are none. */
  static List<String> doubts(ImageSettings settings, AppFiles app, Start main) {
    var named = new LinkedHashMap<String, Start>();
    app.build().starts().stream()
        .filter(start -> start.packaged() == main.packaged())
        .forEach(start -> named.putIfAbsent(start.source(), start));
    boolean agree = named.values().stream().map(Start::mainClass).distinct().count() < 2;
    if (settings.mainClass().isPresent() || agree) {
      return List.of();
    }
    return List.of(
        "The build names several classes to start: "
            + named.values().stream()
                .map(start -> start.mainClass() + " (" + start.source() + ")")
                .collect(Collectors.joining(", "))
            + ". The first is started; <image><mainClass> chooses another."
            + " "
            + DocPage.MAIN_CLASS);
  }

  private Start find() {
    List<Start> said = app.build().starts();
    return said.stream().filter(Start::packaged).findFirst().orElseGet(this::search);
  }

  private Start search() {
    MainClassFinder.Result found = result();
    return switch (found.getType()) {
      case MAIN_CLASS_FOUND -> found(found.getFoundMainClass());
      case MAIN_CLASS_NOT_FOUND -> toolsOr(this::none);
      case MULTIPLE_MAIN_CLASSES -> {
        List<String> names = found.getFoundMainClasses().stream().sorted().toList();
        List<String> boot = names.stream().filter(this::isSpringBootApplication).toList();
        yield boot.size() == 1 ? found(boot.get(0)) : toolsOr(() -> several(names));
      }
    };
  }

  private static Start found(String name) {
    return new Start(name, List.of(), "its main method", true);
  }

  private Start toolsOr(Supplier<XacctException> otherwise) {
    return app.build().starts().stream().findFirst().orElseThrow(otherwise);
  }

  private MainClassFinder.Result result() {
    try {
      return MainClassFinder.find(
          FileTree.classFiles(app.classes()), event -> debug.accept(event.getMessage()));
    } catch (UnsupportedOperationException e) {
      throw XacctException.yours("Cannot search for the main class in " + app.classes() + ".")
          .evidence("Jib said: " + (e.getCause() == null ? e : e.getCause()).getMessage())
          .suggestion("name it: <image><mainClass>com.example.App</mainClass></image>")
          .cause(e);
    }
  }

  private boolean isSpringBootApplication(String name) {
    Path file = app.classes().resolve(name.replace('.', '/') + ".class");
    try {
      return ClassFile.read(file).texts().contains(SPRING_BOOT);
    } catch (IOException e) {
      return false;
    }
  }

  private XacctException none() {
    return XacctException.yours("No class with a main method in " + app.classes() + ".")
        .suggestion(
            "name the class to start, if it is in a dependency:"
                + " <image><mainClass>com.example.App</mainClass></image>");
  }

  private XacctException several(List<String> sorted) {
    return XacctException.yours("More than one class in " + app.classes() + " has a main method.")
        .evidence("They are: " + String.join(", ", sorted))
        .suggestion("choose one: <image><mainClass>" + sorted.get(0) + "</mainClass></image>");
  }
}
