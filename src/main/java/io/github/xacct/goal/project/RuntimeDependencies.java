package io.github.xacct.goal.project;

import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;

/**
 * Resolves the app's runtime dependencies, only when an image is built. If the goals declared that
 * they require resolution, a pipeline stage that deploys an image by digest would download all
 * dependencies, and fail if a sibling module has not been built.
 *
 * <p>Their order is that of the tests' class path: the whole graph from the root, in the order of
 * the POM.
 */
public final class RuntimeDependencies {
  private static final Set<String> SCOPES =
      Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME, Artifact.SCOPE_SYSTEM);

  private RuntimeDependencies() {}

  /**
   * Returns the artifacts that the project requires at run time.
   *
   * @param remembered file that stores the result for the next build
   */
  public static Set<Artifact> of(
      MavenProject project,
      MavenSession session,
      ProjectDependenciesResolver resolver,
      Path remembered) {
    Optional<RememberedLibraries> memory = RememberedLibraries.in(remembered, project, session);
    Optional<List<org.eclipse.aether.artifact.Artifact>> known =
        memory.flatMap(RememberedLibraries::artifacts);
    if (known.isPresent()) {
      return known.get().stream()
          .map(RepositoryUtils::toArtifact)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    var usual = session.getRepositorySession();
    var request =
        new DefaultDependencyResolutionRequest(
                project, memory.map(m -> m.session(usual)).orElse(usual))
            .setResolutionFilter((node, parents) -> isNeeded(node));
    try {
      DependencyNode root = resolver.resolve(request).getDependencyGraph();
      var artifacts = new LinkedHashSet<Artifact>();
      RepositoryUtils.toArtifacts(
          artifacts,
          root.getChildren(),
          List.of(project.getArtifact().getId()),
          (node, parents) -> isNeeded(node));
      memory.ifPresent(m -> m.keep(artifacts.stream().map(RepositoryUtils::toArtifact).toList()));
      return artifacts;
    } catch (DependencyResolutionException e) {
      throw unresolved(project, session, e);
    }
  }

  private static boolean isNeeded(DependencyNode node) {
    Dependency dependency = node.getDependency();
    return dependency == null || SCOPES.contains(dependency.getScope());
  }

  private static XacctException unresolved(
      MavenProject project, MavenSession session, DependencyResolutionException e) {
    String message = String.valueOf(e.getMessage());
    String modules =
        session.getAllProjects().stream()
            .filter(other -> !other.equals(project))
            .filter(
                other -> message.contains(other.getGroupId() + ":" + other.getArtifactId() + ":"))
            .map(other -> ":" + other.getArtifactId())
            .collect(Collectors.joining(", "));
    var problem =
        XacctException.yours("The app's dependencies cannot be resolved.").evidence(message);
    return modules.isEmpty()
        ? problem.suggestion("look at the repositories in the pom and in settings.xml")
        : problem.suggestion(
            """
            %s of this build must be packaged in the same run: add package before the goal, \
            and -am -pl :%s if it runs for one module"""
                .formatted(modules, project.getArtifactId()));
  }
}
