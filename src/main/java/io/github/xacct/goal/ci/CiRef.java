package io.github.xacct.goal.ci;

import java.util.Optional;

/**
 * What a CI run was started for, as far as the system says it.
 *
 * @param branch that is built; for a pull request the one that is to be merged
 * @param tag that is built
 * @param pullRequest its number
 * @param head newest commit of the pull request, where the system builds its merge into the target
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

  /** For git's own names, such as {@code refs/heads/main} and {@code refs/tags/v1}. */
  static CiRef named(Optional<String> ref) {
    return of(after("refs/heads/", ref), after("refs/tags/", ref));
  }

  CiRef forPullRequest(
      Optional<String> number, Optional<String> sourceBranch, Optional<String> headCommit) {
    return new CiRef(sourceBranch.or(() -> branch), tag, number, headCommit);
  }

  /**
   * {@code branch main}, {@code tag v1}, {@code pull request 12 of branch fix}; or nothing. The
   * commit that was proposed is named too where a merge of it is built.
   *
   * @param request what the system calls a pull request
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
