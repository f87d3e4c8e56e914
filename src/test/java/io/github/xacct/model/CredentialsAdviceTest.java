package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suggestion for a CI job does not propose to log in. */
class CredentialsAdviceTest {
  @Test
  void aPersonLogsIn() {
    assertThat(CredentialsAdvice.in(Map.of("TERM", "xterm")))
        .containsExactly("log in (aws sso login), set AWS_PROFILE or -Dxacct.profile=NAME,");
  }

  @Test
  void aJobIsGivenARole() {
    assertThat(CredentialsAdvice.in(Map.of("CI", "true", "GITHUB_ACTIONS", "true")))
        .containsExactly(
            "let the job assume a role: permissions: id-token: write, and the step"
                + " aws-actions/configure-aws-credentials before this one. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/ci.md has both");
    assertThat(CredentialsAdvice.in(Map.of("TF_BUILD", "True")))
        .containsExactly(
            "let the job assume a role, without stored keys: https://github.com/xacct/xacct-maven-plugin/blob/main/docs/ci.md");
  }
}
