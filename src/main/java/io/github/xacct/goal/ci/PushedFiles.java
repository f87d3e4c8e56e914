package io.github.xacct.goal.ci;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds files that a branch of the remote repository lacks, as of this machine's last push or
 * fetch. CodePipeline runs a new pipeline immediately, which fails if its commit lacks them.
 */
public final class PushedFiles {
  private final Path basedir;

  public PushedFiles(Path basedir) {
    this.basedir = basedir;
  }

  /**
   * Returns the files to commit and push; empty if there are none.
   *
   * @param same files that must have the same content there
   * @param present files that must exist there, with any content
   */
  public List<String> lacking(String branch, Collection<String> same, Collection<String> present) {
    List<String> refs =
        git("for-each-ref", "--format=%(refname)", "refs/remotes")
            .map(text -> text.lines().filter(ref -> ref.endsWith("/" + branch)).toList())
            .orElse(List.of());
    return refs.stream()
        .map(ref -> lackingIn(ref, same, present))
        .reduce((a, b) -> a.size() <= b.size() ? a : b)
        .orElseGet(() -> Stream.concat(same.stream(), present.stream()).toList());
  }

  private List<String> lackingIn(String ref, Collection<String> same, Collection<String> present) {
    var lacking = new ArrayList<String>();
    for (String file : same) {
      Optional<String> there = blob(ref, file);
      if (there.isEmpty() || !there.equals(git("hash-object", file))) {
        lacking.add(file + (there.isEmpty() ? "" : " as it is here"));
      }
    }
    present.stream().filter(file -> blob(ref, file).isEmpty()).forEach(lacking::add);
    return lacking;
  }

  private Optional<String> blob(String ref, String file) {
    return git("rev-parse", "--verify", "--quiet", ref + ":./" + file);
  }

  private Optional<String> git(String... arguments) {
    return GitCommand.run(basedir, arguments).map(String::trim);
  }
}
