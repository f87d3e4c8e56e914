package io.github.xacct.goal.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the commit that is checked out from the repository's files: git may not be installed, and
 * starting it takes longer than reading three small files. Source of the layout:
 * gitrepository-layout(5).
 */
public final class GitHead {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int LONGEST_CHAIN = 5;

  private GitHead() {}

  /** Whether the text has the form of a full commit ID. */
  public static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /**
   * Returns the commit of the repository that contains the folder; empty outside of a repository.
   */
  public static Optional<String> of(Path folder) {
    try {
      for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
        Path dotGit = at.resolve(".git");
        if (Files.exists(dotGit)) {
          return commit(gitFolder(dotGit), "HEAD", LONGEST_CHAIN);
        }
      }
    } catch (IOException e) {
      // An unreadable repository is treated as none: then the version tags the image.
    }
    return Optional.empty();
  }

  /** Returns the root of the repository that contains the folder; empty outside of a repository. */
  public static Optional<Path> root(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Returns the Git folder; in a worktree or submodule {@code .git} is a file with its path. */
  private static Path gitFolder(Path dotGit) throws IOException {
    if (Files.isDirectory(dotGit)) {
      return dotGit;
    }
    String text = Files.readString(dotGit).trim();
    return text.startsWith("gitdir:")
        ? dotGit.resolveSibling(text.substring("gitdir:".length()).trim()).normalize()
        : dotGit;
  }

  private static Optional<String> commit(Path gitFolder, String ref, int chain) throws IOException {
    Optional<String> text = loose(gitFolder, ref).or(() -> packed(commonFolder(gitFolder), ref));
    if (text.isPresent() && text.get().startsWith("ref:") && chain > 0) {
      return commit(gitFolder, text.get().substring("ref:".length()).trim(), chain - 1);
    }
    return text.filter(GitHead::isCommit);
  }

  private static Optional<String> loose(Path gitFolder, String ref) throws IOException {
    for (Path folder : List.of(gitFolder, commonFolder(gitFolder))) {
      Path file = folder.resolve(ref);
      if (Files.isRegularFile(file)) {
        return Optional.of(Files.readString(file).trim());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> packed(Path commonFolder, String ref) {
    try {
      return Files.readAllLines(commonFolder.resolve("packed-refs")).stream()
          .filter(line -> line.endsWith(" " + ref) && !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the folder of the branches, which worktrees share; {@code commondir} contains its path.
   */
  private static Path commonFolder(Path gitFolder) {
    try {
      Path file = gitFolder.resolve("commondir");
      return Files.isRegularFile(file)
          ? gitFolder.resolve(Files.readString(file).trim()).normalize()
          : gitFolder;
    } catch (IOException e) {
      return gitFolder;
    }
  }
}
