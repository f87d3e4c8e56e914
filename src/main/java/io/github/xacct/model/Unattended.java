package io.github.xacct.model;

import java.util.List;
import java.util.Map;

/** Whether a CI system runs this process, so that nobody sits at its terminal. */
public final class Unattended {
  private static final List<String> SYSTEMS =
      List.of(
          "CODEBUILD_BUILD_ID",
          "GITHUB_ACTIONS",
          "GITLAB_CI",
          "TF_BUILD",
          "BITBUCKET_BUILD_NUMBER",
          "CIRCLECI",
          "JENKINS_URL");

  private Unattended() {}

  /**
   * By the variables of the process. Most systems set CI, but neither CodeBuild nor Azure Pipelines
   * nor an older Jenkins does.
   */
  public static boolean is(Map<String, String> environment) {
    String ci = environment.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equalsIgnoreCase("false")
        || SYSTEMS.stream().anyMatch(environment::containsKey);
  }
}
