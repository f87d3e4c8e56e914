package io.github.xacct.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the image needs to know of the build besides its files.
 *
 * @param packaging of the project
 * @param folder usually {@code target}
 * @param archives jars and wars that the build has created, the project's own first
 * @param release of Java that the classes are for
 * @param healthPath where the framework answers that the app is well
 * @param plugins {@code group:artifact} of those that the project uses
 * @param starts the main class as other plugins' configuration says it, the weightiest first
 * @param leftOut {@code group:artifact} or {@code group:*} that the framework's own packaging
 *     leaves out
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
   * @param arguments that belong to it
   * @param saidBy what names it, such as {@code maven-jar-plugin}
   * @param packaged whether it stands in what the build packages; otherwise it may be a tool's
   */
  public record Start(String mainClass, List<String> arguments, String saidBy, boolean packaged) {}

  /** The build of a project without any of these settings. */
  static AppBuild plain(Path folder) {
    return new AppBuild(
        "jar", folder, List.of(), 17, Optional.empty(), Set.of(), List.of(), Set.of());
  }
}
