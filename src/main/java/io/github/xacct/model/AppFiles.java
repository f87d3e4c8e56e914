package io.github.xacct.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The compiled app and its runtime dependencies.
 *
 * @param classes folder with the project's classes and resources
 * @param dependencies jars and class folders in the order of Maven's class path
 * @param build properties of the Maven build
 */
public record AppFiles(Path classes, List<Dependency> dependencies, AppBuild build) {

  /** An app without properties of its build. */
  public AppFiles(Path classes, List<Dependency> dependencies) {
    this(
        classes,
        dependencies,
        AppBuild.plain(Objects.requireNonNullElse(classes.getParent(), classes)));
  }

  /** Kinds of dependencies by how often they change; each kind has its own layer. */
  public enum Kind {
    RELEASE,
    SNAPSHOT,
    SIBLING
  }

  /**
   * One entry of the class path.
   *
   * @param file jar, or the class folder of a module that is not packaged
   * @param module {@code group:artifact}
   */
  public record Dependency(Path file, Kind kind, String module, String version) {}

  /** Returns the files of the given kinds, in the order of the class path. */
  public List<Path> of(Kind... kinds) {
    return dependencies.stream()
        .filter(d -> Arrays.asList(kinds).contains(d.kind()))
        .map(Dependency::file)
        .toList();
  }
}
