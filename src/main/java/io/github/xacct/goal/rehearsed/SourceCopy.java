package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.ci.GitCommand;
import io.github.xacct.pipeline.PipelineHost.Commit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Replaces the connection to the source: clones the working copy's commit, as a push would deliver
 * it; outside of a Git repository copies the files.
 */
public final class SourceCopy {
  private final Path project;
  private final Path buildDirectory;

  public SourceCopy(Path project, Path buildDirectory) {
    this.project = project;
    this.buildDirectory = buildDirectory;
  }

  Commit into(Path folder) {
    var facts =
        GitCommand.run(project, "rev-parse", "--show-toplevel", "--verify", "HEAD")
            .map(String::lines);
    List<String> lines = facts.map(stream -> stream.toList()).orElse(List.of());
    String prefix = GitCommand.run(project, "rev-parse", "--show-prefix").orElse("").trim();
    if (lines.size() != 2
        || GitCommand.run(project, "cat-file", "-e", "HEAD:" + prefix).isEmpty()) {
      copy(folder);
      return new Commit(folder, "", "a copy of " + project + ", which is in no commit");
    }
    return clone(folder, Path.of(lines.get(0)), lines.get(1), prefix);
  }

  private Commit clone(Path folder, Path repository, String commit, String prefix) {
    String from = repository.toString();
    require(repository, "clone", "-q", "--shared", "--no-checkout", from, folder.toString());
    require(folder, "checkout", "-q", "--detach", commit);
    String subject = GitCommand.run(project, "log", "-1", "--format=%s, by %an").orElse("").trim();
    long changed = GitCommand.run(project, "status", "--porcelain", ".").orElse("").lines().count();
    return new Commit(
        folder.resolve(prefix).normalize(),
        commit,
        "commit %s (%s)%s"
            .formatted(
                commit.substring(0, 8),
                subject,
                changed == 0 ? "" : "; what is not committed stays out, files: " + changed));
  }

  private void copy(Path folder) {
    try {
      Files.walkFileTree(
          project,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes)
                throws IOException {
              boolean ours = at.equals(buildDirectory) || at.endsWith(".git");
              if (!ours) {
                Files.createDirectories(folder.resolve(project.relativize(at).toString()));
              }
              return ours ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(file, folder.resolve(project.relativize(file).toString()));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(Path folder, String... command) {
    if (GitCommand.run(folder, command).isEmpty()) {
      throw new UncheckedIOException(new IOException("git " + String.join(" ", command)));
    }
  }
}
