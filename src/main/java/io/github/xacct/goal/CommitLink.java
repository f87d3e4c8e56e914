package io.github.xacct.goal;

import java.net.URI;
import java.util.Optional;

/** Where the repository that a CI system builds shows its commits. */
final class CommitLink {
  private CommitLink() {}

  /**
   * The address of a commit without its id; empty where the system does not name the repository.
   */
  static Optional<String> of(CiSystem system, CiVariables variables) {
    return switch (system) {
      case GITHUB ->
          variables
              .url("GITHUB_SERVER_URL")
              .flatMap(server -> variables.text("GITHUB_REPOSITORY").map(r -> server + "/" + r))
              .flatMap(CiVariables::urlOf)
              .map(repository -> repository + "/commit/");
      case GITLAB ->
          variables.url("CI_PROJECT_URL").map(URI::toString).map(project -> project + "/-/commit/");
      case BITBUCKET ->
          variables
              .text("BITBUCKET_REPO_FULL_NAME")
              .map(name -> "https://bitbucket.org/" + name)
              .flatMap(CiVariables::urlOf)
              .map(repository -> repository + "/commits/");
      default -> Optional.empty();
    };
  }
}
