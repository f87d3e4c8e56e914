package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.model.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Checks the configuration of the image against the output of the build. Nothing is reported before
 * the project is compiled.
 */
public final class BuiltApp {

  /** Packagings that require an application server. */
  private static final Set<String> NEEDS_A_SERVER = Set.of("war", "ear", "rar");

  private final String packaging;
  private final ProjectFacts project;
  private final Supplier<Optional<List<Path>>> dependencies;

  /**
   * @param dependencies files of the app's dependencies, resolved only if the project's own classes
   *     do not suffice; empty if they cannot be resolved
   */
  public BuiltApp(
      String packaging, ProjectFacts project, Supplier<Optional<List<Path>>> dependencies) {
    this.packaging = packaging;
    this.project = project;
    this.dependencies = dependencies;
  }

  /** Reports configurations whose image could not start. */
  public void check(ImageXml image, Element root) {
    if (needsServer(image)) {
      root.property("packaging").problem(withoutServer());
    }
    if (!Element.isWritten(image.baseImage)) {
      int java = ImageReader.defaultRelease(project.javaRelease()).orElse(Integer.MAX_VALUE);
      NewestClass.in(project.outputDirectory())
          .filter(newest -> newest.release() > java)
          .ifPresent(
              newest -> root.child("image").child("baseImage").problem(tooNew(newest, java)));
    }
    Optional.ofNullable(image.mainClass)
        .map(String::trim)
        .filter(name -> !name.isEmpty() && ImageReader.isClassName(name))
        .filter(name -> isCompiled() && !isThere(name, image))
        .ifPresent(
            name ->
                root.child("image")
                    .child("mainClass")
                    .problem(
                        "no class file and no jar of the app has '"
                            + name
                            + "'"
                            + nearest(name)
                                .map(near -> ": write " + near)
                                .orElse(
                                    ": write the class to start, or leave this out if only one has"
                                        + " a main method")));
  }

  /**
   * Whether a server is missing: a war may contain one, use that of the base image, or be started
   * from its classes.
   */
  private boolean needsServer(ImageXml image) {
    boolean war = packaging.equals("war");
    boolean named = Element.isWritten(image.baseImage) || Element.isWritten(image.layout);
    return NEEDS_A_SERVER.contains(packaging)
        && !(war && (named || ExecutableWar.isIn(project.buildDirectory())));
  }

  private String withoutServer() {
    return """
    an image of packaging %s would hold the classes without the server that runs them: \
    %s, or build the image by other means and name it with -Dxacct.image"""
        .formatted(
            packaging,
            packaging.equals("war")
                ? "write an image that has one, <image><baseImage>tomcat:10.1-jre17</baseImage>, or"
                    + " <layout>classes</layout> if a dependency is the server"
                : "write <packaging>jar</packaging> and a server among the dependencies");
  }

  private static String tooNew(NewestClass newest, int java) {
    return """
        missing, and by the pom its default is for Java %s, but %s is compiled \
        for Java %s: write <maven.compiler.release>%s</maven.compiler.release> \
        in <properties>, or a base image"""
        .formatted(java, newest.name(), newest.release(), newest.release());
  }

  private boolean isCompiled() {
    return Files.isDirectory(project.outputDirectory())
        && files(project.outputDirectory()).anyMatch(file -> isNamed(file, ".class"));
  }

  private boolean isThere(String name, ImageXml image) {
    String file = name.replace('.', '/') + ".class";
    return Files.isRegularFile(project.outputDirectory().resolve(file))
        || ClassLoader.getPlatformClassLoader().getResource(file) != null
        || ownJars().anyMatch(jar -> holds(jar, file))
        || copied(image).anyMatch(each -> each.endsWith(file))
        || dependencies.get().stream().allMatch(all -> all.stream().anyMatch(d -> holds(d, file)));
  }

  /** The archives in the build directory and in a framework's folder. */
  private Stream<Path> ownJars() {
    return Stream.concat(
            files(project.buildDirectory(), 1),
            files(project.buildDirectory().resolve("quarkus-app")))
        .filter(file -> isNamed(file, ".jar") || isNamed(file, ".war"));
  }

  private Stream<Path> copied(ImageXml image) {
    return Element.listOf(image.extraDirectories).stream()
        .flatMap(folder -> files(project.basedir().resolve(folder.trim())));
  }

  /** Returns a class with the same simple name, else one with a similar name. */
  private Optional<String> nearest(String name) {
    List<String> own =
        files(project.outputDirectory())
            .filter(file -> isNamed(file, ".class") && !file.toString().contains("$"))
            .map(file -> project.outputDirectory().relativize(file).toString())
            .map(file -> file.replaceAll("\\.class$", "").replaceAll("[/\\\\]", "."))
            .sorted()
            .toList();
    String simple = "." + name.substring(name.lastIndexOf('.') + 1);
    return own.stream()
        .filter(each -> ("." + each).endsWith(simple))
        .findFirst()
        .or(() -> Spelling.nearest(name, own));
  }

  private static boolean isNamed(Path file, String ending) {
    return file.getFileName().toString().endsWith(ending);
  }

  private static boolean holds(Path jarOrFolder, String file) {
    if (Files.isDirectory(jarOrFolder)) {
      return Files.isRegularFile(jarOrFolder.resolve(file));
    }
    try (var jar = new JarFile(jarOrFolder.toFile(), false)) {
      return jar.stream()
          .anyMatch(entry -> entry.getName().equals(file) || entry.getName().endsWith("/" + file));
    } catch (IOException e) {
      return true; // unknown
    }
  }

  private static Stream<Path> files(Path folder) {
    return files(folder, Integer.MAX_VALUE);
  }

  private static Stream<Path> files(Path folder, int depth) {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (var walk = Files.walk(folder, depth)) {
        walk.filter(Files::isRegularFile).forEach(files::add);
      } catch (IOException e) {
        return Stream.empty();
      }
    }
    return files.stream();
  }
}
