package io.github.xacct.model;

import java.util.List;
import java.util.Map;

/** How to provide credentials: a person logs in, a CI job assumes a role. */
public final class CredentialsAdvice {
  private CredentialsAdvice() {}

  /**
   * Returns the suggestion for an environment without credentials; the first line may be a command.
   */
  public static List<String> in(Map<String, String> environment) {
    if (environment.containsKey("GITHUB_ACTIONS")) {
      return List.of(
          "let the job assume a role: permissions: id-token: write, and the step"
              + " aws-actions/configure-aws-credentials before this one. "
              + DocPage.CI
              + " has both");
    }
    return Unattended.is(environment)
        ? List.of("let the job assume a role, without stored keys: " + DocPage.CI)
        : List.of("log in (aws sso login), set AWS_PROFILE or -Dxacct.profile=NAME,");
  }
}
