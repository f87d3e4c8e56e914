package io.github.xacct.goal.project;

import io.github.xacct.model.AppBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/**
 * Reads the properties of the build that determine the image: its archives, its plugins and their
 * configuration.
 */
public final class AppBuildReader {
  private AppBuildReader() {}

  public static AppBuild of(MavenProject project, int javaRelease) {
    return new AppBuild(
        project.getPackaging(),
        Path.of(project.getBuild().getDirectory()),
        archives(project),
        javaRelease,
        HealthPath.of(project),
        project.getBuildPlugins().stream().map(Plugin::getKey).collect(Collectors.toSet()),
        MainClasses.of(project),
        SpringBootPlugin.of(project).leftOut());
  }

  /**
   * Returns the project's artifact, attached artifacts, and files with their usual names, because
   * Maven knows no file in a run without {@code package}.
   */
  private static List<Path> archives(MavenProject project) {
    var files = new LinkedHashSet<Path>();
    Stream.concat(Stream.of(project.getArtifact()), project.getAttachedArtifacts().stream())
        .filter(artifact -> artifact != null && artifact.getFile() != null)
        .filter(artifact -> artifact.getFile().getName().matches(".*\\.[jw]ar"))
        .forEach(artifact -> files.add(artifact.getFile().toPath()));
    Path target = Path.of(project.getBuild().getDirectory());
    String name = project.getBuild().getFinalName();
    String classifier = SpringBootPlugin.of(project).classifier().map(c -> "-" + c).orElse("");
    for (String extension : List.of(".jar", ".war")) {
      files.add(target.resolve(name + classifier + extension));
    }
    return files.stream().filter(Files::isRegularFile).toList();
  }
}
