package io.github.xacct.goal;

import io.github.xacct.deploy.Signature;
import java.util.Optional;

/**
 * How this run is called wherever it leaves a trace: the role session in the target account's audit
 * log, the description of the deployment.
 *
 * @param sessionName 2 to 64 of {@code [\w+=,.@-]}, says STS
 * @param signature of its deployments
 */
record RunName(String sessionName, Signature signature) {
  private static final int SESSION_NAME_LIMIT = 64;

  static RunName of(ProjectFacts project) {
    var buildId = Optional.ofNullable(project.environmentVariables().get("CODEBUILD_BUILD_ID"));
    String who = System.getProperty("user.name", "unknown");
    String name =
        ("xacct-" + project.artifactId() + "-" + buildId.orElse(who))
            .replaceAll("[^\\w+=,.@-]", "-");
    var commit = new Provenance(project).commit();
    var signature =
        new Signature(
            project.artifactId() + " " + project.version(),
            commit,
            commit.flatMap(id -> CommitTime.of(id, project.basedir())),
            buildId.map(id -> "build " + id).orElse(who));
    return new RunName(name.substring(0, Math.min(SESSION_NAME_LIMIT, name.length())), signature);
  }
}
