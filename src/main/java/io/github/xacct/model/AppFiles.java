package io.github.xacct.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The compiled app and what it needs at run time.
 *
 * @param classes folder with the project's classes and resources
 * @param dependencies jars and class folders in the order of Maven's class path
 * @param build what is known of the build that made it
 */
public record AppFiles(Path classes, List<Dependency> dependencies, AppBuild build) {

  /** An app of which nothing is known but its files. */
  public AppFiles(Path classes, List<Dependency> dependencies) {
    this(
        classes,
        dependencies,
        AppBuild.plain(Objects.requireNonNullElse(classes.getParent(), classes)));
  }

  /** How often a dependency changes; each kind has its layer. */
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

  /** The files of one kind or several, in the order of the class path. */
  public List<Path> of(Kind... kinds) {
    return dependencies.stream()
        .filter(d -> Arrays.asList(kinds).contains(d.kind()))
        .map(Dependency::file)
        .toList();
  }
}
