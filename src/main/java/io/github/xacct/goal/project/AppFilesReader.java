package io.github.xacct.goal.project;

import io.github.xacct.model.AppBuild;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Dependency;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * Reads the files of the app: the project's classes and its runtime dependencies in Maven's order.
 */
public final class AppFilesReader {
  private AppFilesReader() {}

  /**
   * Returns the files of the project for the image.
   *
   * @param artifacts runtime dependencies, resolved
   */
  public static AppFiles of(
      MavenProject project, MavenSession session, Collection<Artifact> artifacts, AppBuild build) {
    Map<String, MavenProject> siblings =
        session.getProjects().stream()
            .collect(Collectors.toMap(AppFilesReader::id, Function.identity(), (one, same) -> one));
    List<Dependency> dependencies = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      String module = artifact.getGroupId() + ":" + artifact.getArtifactId();
      if (!artifact.getArtifactHandler().isAddedToClasspath()
          || build.leftOut().contains(module)
          || build.leftOut().contains(artifact.getGroupId() + ":*")) {
        continue;
      }
      Path file = file(artifact);
      Optional<MavenProject> sibling = Optional.ofNullable(siblings.get(id(artifact)));
      sibling.ifPresent(s -> requireOfThisRun(s, file));
      Kind kind = sibling.map(s -> Kind.SIBLING).orElseGet(() -> kind(artifact));
      if (kind != Kind.SIBLING
          || Files.exists(file)) { // a module without classes has no output folder
        dependencies.add(new Dependency(file, kind, module, artifact.getBaseVersion()));
      }
    }
    return new AppFiles(
        Path.of(project.getBuild().getOutputDirectory()), List.copyOf(dependencies), build);
  }

  private static Kind kind(Artifact artifact) {
    return artifact.isSnapshot() ? Kind.SNAPSHOT : Kind.RELEASE;
  }

  /**
   * Fails if Maven resolved a module of this build from the local repository, which happens in a
   * run that does not package it.
   */
  private static void requireOfThisRun(MavenProject module, Path file) {
    boolean own =
        Stream.of(module.getBasedir().getPath(), module.getBuild().getDirectory())
            .anyMatch(folder -> file.normalize().startsWith(Path.of(folder).normalize()));
    if (!own) {
      throw XacctException.yours(
              "Module :" + module.getArtifactId() + " of this build is not packaged in this run.")
          .evidence("Maven took " + file + ", which an earlier build installed.")
          .suggestion("add package before the goal: mvn package xacct:image");
    }
  }

  private static Path file(Artifact artifact) {
    if (artifact.getFile() == null) {
      throw XacctException.yours("Dependency " + artifact + " has no file.")
          .suggestion("build its module in the same run: mvn package xacct:image -am -pl THIS");
    }
    return artifact.getFile().toPath();
  }

  private static String id(MavenProject project) {
    return project.getGroupId() + ":" + project.getArtifactId() + ":" + project.getVersion();
  }

  private static String id(Artifact artifact) {
    return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getBaseVersion();
  }
}
