package io.github.xacct.goal.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which commit is checked out, read from the repository's files: build machines do not always have
 * git, and starting it costs more than reading three small files. The layout is that of git's
 * gitrepository-layout(5).
 */
public final class GitHead {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int LONGEST_CHAIN = 5;

  private GitHead() {}

  /** Whether the text has the form of a full commit id. */
  public static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** The commit of the repository that holds the folder; absent outside of one. */
  public static Optional<String> of(Path folder) {
    try {
      for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
        Path dotGit = at.resolve(".git");
        if (Files.exists(dotGit)) {
          return commit(gitFolder(dotGit), "HEAD", LONGEST_CHAIN);
        }
      }
    } catch (IOException e) {
      // A repository that we cannot read is as good as none: the version names the image then.
    }
    return Optional.empty();
  }

  /** The folder of the repository that holds the folder; absent outside of one. */
  public static Optional<Path> root(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** In a worktree or submodule {@code .git} is a file that says where the folder is. */
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

  /** Worktrees share their branches: {@code commondir} says where those are. */
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
