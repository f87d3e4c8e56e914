package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.shape.SimulatedMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The services of the embedded AWS with the operations that each declares. */
public final class DeclaredServices {
  private static final Path SOURCES = Path.of("src/main/java/io/github/xacct/rehearsal");
  private static final Pattern SERVICE = Pattern.compile("\\w+ implements Service \\{");
  private static final Pattern NAME =
      Pattern.compile("(?s)String signingName\\(\\) \\{\\s*return \"([\\w-]+)\";");

  private static final String ALL = sources();

  /**
   * A service of the embedded AWS.
   *
   * @param source source of its class
   * @param all sources of the embedded AWS, because other packages may implement operations
   */
  record Declared(
      String name,
      String source,
      String all,
      Optional<SimulatedMembers> simulated,
      Optional<ServiceModel> model) {
    SimulatedMembers members() {
      return simulated.orElseThrow();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private DeclaredServices() {}

  static List<Declared> all() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> SERVICE.matcher(read(file)).find())
          .map(DeclaredServices::declared)
          .sorted(Comparator.comparing(Declared::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the operations that a service simulates. */
  public static Set<String> simulated(String service) {
    return all().stream()
        .filter(declared -> declared.name().equals(service))
        .findFirst()
        .orElseThrow()
        .members()
        .operations();
  }

  private static Declared declared(Path file) {
    var name = NAME.matcher(read(file));
    if (!name.find()) {
      throw new AssertionError("no signing name in " + file);
    }
    return new Declared(
        name.group(1),
        read(file),
        ALL,
        SimulatedMembers.beside(type(file), name.group(1)),
        ServiceModel.of(name.group(1)));
  }

  private static Class<?> type(Path file) {
    String relative = Path.of("src/main/java").relativize(file).toString();
    try {
      return Class.forName(relative.replaceFirst("\\.java$", "").replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(DeclaredServices::read)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
