package io.github.xacct.goal;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** Which files are the app: the project's classes and its runtime dependencies, sorted. */
final class AppFilesReader {
  private AppFilesReader() {}

  /**
   * Reads them.
   *
   * @param artifacts runtime dependencies, resolved
   */
  static AppFiles of(MavenProject project, MavenSession session, Set<Artifact> artifacts) {
    Set<String> siblingIds =
        session.getProjects().stream().map(AppFilesReader::id).collect(Collectors.toSet());
    List<Path> dependencies = new ArrayList<>();
    List<Path> snapshots = new ArrayList<>();
    List<Path> siblings = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      if (!artifact.getArtifactHandler().isAddedToClasspath()) {
        continue;
      }
      Path file = file(artifact);
      if (siblingIds.contains(id(artifact))) {
        if (Files.exists(file)) { // a sibling without classes has no output folder
          siblings.add(file);
        }
      } else if (artifact.isSnapshot()) {
        snapshots.add(file);
      } else {
        dependencies.add(file);
      }
    }
    return new AppFiles(
        Path.of(project.getBuild().getOutputDirectory()), dependencies, snapshots, siblings);
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
