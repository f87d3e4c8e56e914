package io.github.xacct.goal.ci;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The run of a CI system that this process is a part of.
 *
 * @param system its name for people
 * @param id of the run and of the attempt at it, as people find it in the system
 * @param url where a person sees the run
 * @param commit that the system says it builds
 * @param ref branch, tag or pull request
 * @param actor who or what started it
 * @param workspace folder that the system checks out into
 */
public record CiRun(
    CiSystem system,
    String id,
    Optional<URI> url,
    Optional<String> commit,
    CiRef ref,
    Optional<String> actor,
    Optional<Path> workspace) {

  /** Absent outside of the CI systems that are known. */
  public static Optional<CiRun> of(Map<String, String> environment) {
    var variables = new CiVariables(environment);
    for (CiSystem system : CiSystem.values()) {
      if (system.runs(variables)) {
        return Optional.of(system.read(variables));
      }
    }
    return Optional.empty();
  }

  /**
   * The commit of the checkout that is built. What is checked out in the system's workspace counts
   * more than what started the run: a workflow may check out another ref than its own.
   *
   * @param basedir folder of the project
   */
  public Optional<String> builtCommit(Path basedir) {
    boolean checkedOut =
        workspace.filter(w -> basedir.toAbsolutePath().normalize().startsWith(w)).isPresent();
    Optional<String> head = checkedOut ? GitHead.of(basedir) : Optional.empty();
    return head.or(() -> commit);
  }

  /** {@code GitHub Actions run 123456 attempt 2}. */
  public String words() {
    return system.words(id);
  }

  /** {@code branch main}, {@code pull request 12 of branch fix}; or nothing. */
  public String refWords() {
    return ref.words(system == CiSystem.GITLAB ? "merge request" : "pull request");
  }

  /** A short name for audit logs, such as {@code github-123456-2}. */
  public String shortName() {
    return system.shortName(id);
  }
}
