package io.github.xacct.goal.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** The clone URL is not the URL of commits, and is not reported with a token. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://github.com/o/r.git | https://github.com/o/r/commit/",
        "git@github.com:o/r.git | https://github.com/o/r/commit/",
        "ssh://git@github.com:22/o/r.git | https://github.com/o/r/commit/",
        "https://x-token:secret@github.com/o/r.git | https://github.com/o/r/commit/",
        "https://gitlab.com/g/s/r.git | https://gitlab.com/g/s/r/-/commit/",
        "https://git.example.com:8443/g/r.git | https://git.example.com:8443/g/r/-/commit/",
        "git@ghe.example.com:o/r.git | https://ghe.example.com/o/r/commit/",
        "https://codeberg.org/o/r | https://codeberg.org/o/r/commit/",
        "git@bitbucket.org:o/r.git | https://bitbucket.org/o/r/commits/",
        "https://me@dev.azure.com/org/project/_git/r | https://dev.azure.com/org/project/_git/r/commit/",
        "git@ssh.dev.azure.com:v3/org/project/r | https://dev.azure.com/org/project/_git/r/commit/",
        "https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/r"
            + " | https://eu-central-1.console.aws.amazon.com/codesuite/codecommit/repositories/r/commit/",
        "https://unknown.example.com/o/r.git | ",
        "/srv/git/r.git | ",
      })
  void theAddressOfTheRepositorySaysTheRest(String remote, String link) {
    var variables =
        new CiVariables(
            Map.of(
                "GIT_URL", remote,
                "CI_SERVER_URL", "https://git.example.com:8443",
                "GITHUB_SERVER_URL", "https://ghe.example.com"));

    assertThat(CommitLink.of(CiSystem.JENKINS, variables))
        .isEqualTo(java.util.Optional.ofNullable(link));
  }

  private static java.util.Optional<String> link(CiSystem system, Map<String, String> variables) {
    return CommitLink.of(system, new CiVariables(variables));
  }
}
