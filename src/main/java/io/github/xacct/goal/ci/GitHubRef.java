package io.github.xacct.goal.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the branch, tag or pull request of a GitHub run. For a pull request GITHUB_SHA is a
 * temporary merge commit; only the event file contains the newest commit of the pull request.
 * Source: docs.github.com, "Events that trigger workflows", "pull_request".
 */
final class GitHubRef {
  private static final Pattern PULL = Pattern.compile("refs/pull/(\\d+)/(merge|head)");

  private GitHubRef() {}

  static CiRef of(CiVariables variables) {
    Optional<String> ref = variables.text("GITHUB_REF");
    var number = ref.map(PULL::matcher).filter(m -> m.matches()).map(m -> m.group(1));
    return number.isEmpty()
        ? CiRef.named(ref)
        : CiRef.named(ref)
            .forPullRequest(number, variables.text("GITHUB_HEAD_REF"), headCommit(variables));
  }

  private static Optional<String> headCommit(CiVariables variables) {
    return variables
        .folder("GITHUB_EVENT_PATH")
        .filter(Files::isRegularFile)
        .flatMap(
            file -> {
              try {
                JsonNode event = Json.read(Files.readAllBytes(file));
                return Optional.of(event.at("/pull_request/head/sha").asText());
              } catch (IOException e) {
                return Optional.empty(); // the merge commit suffices
              }
            })
        .filter(GitHead::isCommit);
  }
}
