package io.github.xacct.model;

import java.util.List;
import java.util.Map;

/** Detects whether a CI system runs this process, so that no person uses its terminal. */
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
   * Decides by environment variables. Most systems set CI, but CodeBuild, Azure Pipelines and older
   * versions of Jenkins do not.
   */
  public static boolean is(Map<String, String> environment) {
    String ci = environment.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equalsIgnoreCase("false")
        || SYSTEMS.stream().anyMatch(environment::containsKey);
  }
}
