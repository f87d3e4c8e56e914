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
 * Which files a branch of the remote repository lacks, by what git knows of it on this machine
 * since the last push or fetch. A pipeline that is created before its commit has them fails at
 * once, for CodePipeline runs it as soon as it exists.
 */
public final class PushedFiles {
  private final Path basedir;

  public PushedFiles(Path basedir) {
    this.basedir = basedir;
  }

  /**
   * What is to be committed and pushed; empty if nothing is.
   *
   * @param same files that have to be there as they are here
   * @param present files that have to be there, whatever is in them
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

  /** What it printed; empty if there is no git here, or it knows no such thing. */
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
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
