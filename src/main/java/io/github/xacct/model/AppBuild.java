package io.github.xacct.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of the Maven build that determine how the image is built.
 *
 * @param packaging of the project
 * @param folder build directory, usually {@code target}
 * @param archives jars and wars that the build created, the project's main artifact first
 * @param release Java release for which the classes are compiled
 * @param healthPath path of the framework's health check
 * @param plugins {@code group:artifact} of the plugins that the project uses
 * @param starts main classes configured in other plugins, in descending precedence
 * @param leftOut {@code group:artifact} or {@code group:*} of dependencies that the framework's
 *     packaging excludes
 */
public record AppBuild(
    String packaging,
    Path folder,
    List<Path> archives,
    int release,
    Optional<String> healthPath,
    Set<String> plugins,
    List<Start> starts,
    Set<String> leftOut) {

  /**
   * How the app is started.
   *
   * @param arguments of the main class
   * @param source where it is configured, such as {@code maven-jar-plugin}
   * @param packaged whether the archive is packaged with it; otherwise it may belong to a tool
   */
  public record Start(String mainClass, List<String> arguments, String source, boolean packaged) {}

  /** The build of a project without any of these settings. */
  static AppBuild plain(Path folder) {
    return new AppBuild(
        "jar", folder, List.of(), 17, Optional.empty(), Set.of(), List.of(), Set.of());
  }
}
