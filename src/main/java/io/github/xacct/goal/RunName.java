package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How this run is called wherever it leaves a trace: the role session in the target account's audit
 * log, the description of the deployment.
 *
 * @param sessionName 2 to 64 of {@code [\w+=,.@-]}, says STS
 */
record RunName(String sessionName, String what, String build) {
  private static final int SESSION_NAME_LIMIT = 64;

  /** The smaller of the two limits that AWS documents. */
  private static final int DESCRIPTION_LIMIT = 256;

  static RunName of(ProjectFacts project, Environment environment) {
    var buildId = Optional.ofNullable(project.environmentVariables().get("CODEBUILD_BUILD_ID"));
    String who = buildId.orElse(System.getProperty("user.name", "unknown"));
    String name = ("xacct-" + project.artifactId() + "-" + who).replaceAll("[^\\w+=,.@-]", "-");
    String commit =
        new Provenance(project)
            .commit()
            .map(id -> " commit " + id.substring(0, Math.min(12, id.length())))
            .orElse("");
    return new RunName(
        name.substring(0, Math.min(SESSION_NAME_LIMIT, name.length())),
        project.artifactId() + " " + project.version() + commit,
        buildId.map(id -> " build " + id).orElse(" by " + who));
  }

  /** Unlike that of any other run, so that a lost answer of CreateDeployment can be found again. */
  String description(ImageReference image) {
    byte[] bytes = new byte[4];
    ThreadLocalRandom.current().nextBytes(bytes);
    String text =
        what + " " + image.digest().brief() + build + " run " + HexFormat.of().formatHex(bytes);
    return text.substring(0, Math.min(DESCRIPTION_LIMIT, text.length()));
  }
}
