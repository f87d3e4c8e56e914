package io.github.xacct.goal;

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
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** Which files are the app: the project's classes and its runtime dependencies in Maven's order. */
final class AppFilesReader {
  private AppFilesReader() {}

  /**
   * Reads them.
   *
   * @param artifacts runtime dependencies, resolved
   */
  static AppFiles of(
      MavenProject project, MavenSession session, Collection<Artifact> artifacts, AppBuild build) {
    Set<String> siblingIds =
        session.getProjects().stream().map(AppFilesReader::id).collect(Collectors.toSet());
    List<Dependency> dependencies = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      String module = artifact.getGroupId() + ":" + artifact.getArtifactId();
      if (!artifact.getArtifactHandler().isAddedToClasspath()
          || build.leftOut().contains(module)
          || build.leftOut().contains(artifact.getGroupId() + ":*")) {
        continue;
      }
      Path file = file(artifact);
      Kind kind = kind(artifact, siblingIds);
      if (kind != Kind.SIBLING || Files.exists(file)) { // one without classes has no output folder
        dependencies.add(new Dependency(file, kind, module, artifact.getBaseVersion()));
      }
    }
    return new AppFiles(
        Path.of(project.getBuild().getOutputDirectory()), List.copyOf(dependencies), build);
  }

  private static Kind kind(Artifact artifact, Set<String> siblingIds) {
    if (siblingIds.contains(id(artifact))) {
      return Kind.SIBLING;
    }
    return artifact.isSnapshot() ? Kind.SNAPSHOT : Kind.RELEASE;
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
