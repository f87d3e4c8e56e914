package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitLinkTest {

  @Test
  void eachSystemThatNamesItsRepositoryShowsItsCommits() {
    assertThat(
            link(
                CiSystem.GITHUB,
                Map.of(
                    "GITHUB_SERVER_URL", "https://github.com",
                    "GITHUB_REPOSITORY", "example/demo-app")))
        .hasToString("Optional[https://github.com/example/demo-app/commit/]");
    assertThat(
            link(CiSystem.GITLAB, Map.of("CI_PROJECT_URL", "https://gitlab.com/example/demo-app")))
        .hasToString("Optional[https://gitlab.com/example/demo-app/-/commit/]");
    assertThat(link(CiSystem.BITBUCKET, Map.of("BITBUCKET_REPO_FULL_NAME", "example/demo-app")))
        .hasToString("Optional[https://bitbucket.org/example/demo-app/commits/]");
    assertThat(link(CiSystem.JENKINS, Map.of())).isEmpty();
    assertThat(link(CiSystem.GITHUB, Map.of())).isEmpty();
  }

  private static java.util.Optional<String> link(CiSystem system, Map<String, String> variables) {
    return CommitLink.of(system, new CiVariables(variables));
  }
}
