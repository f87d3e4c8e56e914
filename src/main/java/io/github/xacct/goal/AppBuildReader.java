package io.github.xacct.goal;

import io.github.xacct.model.AppBuild;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/** What the image needs to know of the build: its archive, its plugins and what they say. */
final class AppBuildReader {
  private AppBuildReader() {}

  static AppBuild of(MavenProject project, int javaRelease) {
    Optional<File> made = Optional.ofNullable(project.getArtifact().getFile());
    Optional<Path> archive =
        made.map(File::toPath)
            .or(() -> Optional.of(conventional(project)))
            .filter(Files::isRegularFile);
    return new AppBuild(
        project.getPackaging(),
        Path.of(project.getBuild().getDirectory()),
        archive,
        made.filter(File::isFile).isPresent(),
        javaRelease,
        project.getBuildPlugins().stream().map(Plugin::getKey).collect(Collectors.toSet()),
        MainClasses.of(project),
        SpringBootPlugin.of(project).leftOut());
  }

  private static Path conventional(MavenProject project) {
    String extension = project.getArtifact().getArtifactHandler().getExtension();
    return Path.of(
        project.getBuild().getDirectory(), project.getBuild().getFinalName() + "." + extension);
  }
}
