package io.github.xacct.goal.ci;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The run of the CI system to which this process belongs.
 *
 * @param system the CI system
 * @param id ID of the run and its attempt, as shown in the system
 * @param url page of the run
 * @param commit commit that the system reports to build
 * @param ref branch, tag or pull request
 * @param actor who or what started the run
 * @param workspace folder of the system's checkout
 */
public record CiRun(
    CiSystem system,
    String id,
    Optional<URI> url,
    Optional<String> commit,
    CiRef ref,
    Optional<String> actor,
    Optional<Path> workspace) {

  /** Returns the run; empty outside of the supported CI systems. */
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
   * Returns the commit that is built. The checkout in the system's workspace takes precedence over
   * the commit that started the run, because a workflow may check out another reference.
   *
   * @param basedir folder of the project
   */
  public Optional<String> builtCommit(Path basedir) {
    boolean checkedOut =
        workspace.filter(w -> basedir.toAbsolutePath().normalize().startsWith(w)).isPresent();
    Optional<String> head = checkedOut ? GitHead.of(basedir) : Optional.empty();
    return head.or(() -> commit);
  }

  /** Returns the run in words, such as {@code GitHub Actions run 123456 attempt 2}. */
  public String words() {
    return system.words(id);
  }

  /** Returns {@code branch main} or {@code pull request 12 of branch fix}; empty if unknown. */
  public String refWords() {
    return ref.words(system == CiSystem.GITLAB ? "merge request" : "pull request");
  }

  /** Returns a short name for audit logs, such as {@code github-123456-2}. */
  public String shortName() {
    return system.shortName(id);
  }
}
