package io.github.xacct.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Copies the files of an artifact from one stage to the next ones. */
final class Artifact {
  private Artifact() {}

  /** Copies the files that match the artifact patterns of a buildspec; returns how many. */
  static int collect(Path from, List<String> patterns, Path to) {
    return copy(from, to, matchers(patterns));
  }

  /** Copies a folder with everything in it; returns the number of files. */
  static int copy(Path from, Path to) {
    return copy(from, to, List.of(path -> true));
  }

  /**
   * In CodeBuild's patterns, unlike Java's, {@code **}/ also matches files in the folder itself.
   */
  private static List<PathMatcher> matchers(List<String> patterns) {
    var matchers = new ArrayList<PathMatcher>();
    for (String pattern : patterns) {
      for (String one : List.of(pattern, pattern.replace("**/", ""))) {
        matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + one));
      }
    }
    return matchers;
  }

  private static int copy(Path from, Path to, List<PathMatcher> matchers) {
    try {
      var copied = new ArrayList<Path>();
      Files.createDirectories(to);
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Path relative = from.relativize(file);
              if (matchers.stream().anyMatch(matcher -> matcher.matches(relative))) {
                Path target = to.resolve(relative.toString());
                Files.createDirectories(target.getParent());
                Files.copy(
                    file,
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
                copied.add(relative);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      return copied.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with everything in it, if it exists. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
