package io.github.xacct.goal.ci;

import java.util.Optional;

/**
 * The branch, tag or pull request of a CI run, as far as the system reports it.
 *
 * @param branch branch that is built; of a pull request the source branch
 * @param tag tag that is built
 * @param pullRequest number of the pull request
 * @param head newest commit of the pull request, if the system builds its merge into the target
 */
record CiRef(
    Optional<String> branch,
    Optional<String> tag,
    Optional<String> pullRequest,
    Optional<String> head) {

  private static final int SHORT = 12;

  static CiRef of(Optional<String> branch, Optional<String> tag) {
    return new CiRef(branch, tag, Optional.empty(), Optional.empty());
  }

  /** Parses a full Git reference name, such as {@code refs/heads/main} and {@code refs/tags/v1}. */
  static CiRef named(Optional<String> ref) {
    return of(after("refs/heads/", ref), after("refs/tags/", ref));
  }

  CiRef forPullRequest(
      Optional<String> number, Optional<String> sourceBranch, Optional<String> headCommit) {
    return new CiRef(sourceBranch.or(() -> branch), tag, number, headCommit);
  }

  /**
   * Returns {@code branch main}, {@code tag v1} or {@code pull request 12 of branch fix}; empty if
   * unknown. If a merge is built, the newest commit of the pull request is included.
   *
   * @param request the system's term for a pull request
   */
  String words(String request) {
    String of = branch.map(name -> "branch " + name).orElse("");
    if (pullRequest.isPresent()) {
      String newest = head.map(id -> ", newest commit " + id.substring(0, SHORT)).orElse("");
      return request + " " + pullRequest.get() + (of.isEmpty() ? "" : " of " + of) + newest;
    }
    return tag.map(name -> "tag " + name).orElse(of);
  }

  private static Optional<String> after(String prefix, Optional<String> ref) {
    return ref.filter(name -> name.startsWith(prefix)).map(n -> n.substring(prefix.length()));
  }
}
