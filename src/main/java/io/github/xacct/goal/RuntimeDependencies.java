package io.github.xacct.goal;

import io.github.xacct.model.XacctException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;

/**
 * Resolves what the app needs at run time, only when an image is made. Were the goals to ask Maven
 * for it, a stage of a pipeline that deploys an image by its digest would download the whole app,
 * and fail where a sibling module has not been built.
 */
final class RuntimeDependencies {
  private static final Set<String> SCOPES = Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME);

  private RuntimeDependencies() {}

  /** Those of the project, unless Maven has resolved them already. */
  static Set<Artifact> of(
      MavenProject project, MavenSession session, ProjectDependenciesResolver resolver) {
    if (!project.getArtifacts().isEmpty()) {
      return project.getArtifacts();
    }
    var request =
        new DefaultDependencyResolutionRequest(project, session.getRepositorySession())
            .setResolutionFilter(
                (node, parents) ->
                    node.getDependency() == null
                        || SCOPES.contains(node.getDependency().getScope()));
    try {
      var artifacts = new LinkedHashSet<Artifact>();
      for (var dependency : resolver.resolve(request).getResolvedDependencies()) {
        artifacts.add(RepositoryUtils.toArtifact(dependency.getArtifact()));
      }
      return artifacts;
    } catch (DependencyResolutionException e) {
      throw XacctException.yours("The app's dependencies cannot be resolved.")
          .evidence(String.valueOf(e.getMessage()))
          .suggestion("build the modules it needs in the same run: mvn package ... -am -pl THIS");
    }
  }
}
