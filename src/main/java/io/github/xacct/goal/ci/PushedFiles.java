package io.github.xacct.goal.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  /** Runs git and returns its output; empty if it fails or is not installed. */
  private Optional<String> git(String... arguments) {
    try {
      var command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(arguments));
      if (!Files.isDirectory(basedir)) {
        return Optional.empty();
      }
      Process process =
          new ProcessBuilder(command)
              .directory(basedir.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
