package io.github.xacct.goal.console;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains failures by a full disk: which disk, how much is free, and what may be deleted. The
 * system's message occurs in many exceptions of this plugin and of libraries.
 *
 * @param places folders to which goals write
 */
public record DiskFull(List<Place> places) {
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:(?<path>(?:/|[A-Z]:\\\\)[^:\\n]*): )?(?<words>No space left on device"
              + "|There is not enough space on the disk|Dis[kc] quota exceeded"
              + "|Not enough space)",
          Pattern.CASE_INSENSITIVE);
  private static final long PLENTY = 256L << 20;

  /**
   * A folder to which goals write.
   *
   * @param remedy what to do if it is full
   */
  public record Place(Path folder, String remedy) {}

  /** The system's message found in an exception, and the path in it. */
  private record Found(String words, Optional<Path> path) {}

  /** Returns an explanation of the failure; empty if it is not caused by a full disk. */
  public Optional<XacctException> explain(Throwable thrown) {
    return find(thrown).map(found -> explain(thrown, found));
  }

  private XacctException explain(Throwable thrown, Found found) {
    Place place =
        found.path().flatMap(this::ofPath).orElseGet(() -> fullest().orElse(places.get(0)));
    Path folder = found.path().orElse(place.folder());
    var problem = XacctException.yours("The disk of " + folder + " is full.");
    problem = problem.evidence("The system said: " + found.words());
    problem = problem.evidence(free(folder));
    if (thrown instanceof XacctException ours) {
      problem = problem.evidence("What failed: " + ours.problem());
    }
    for (Place other : places) {
      if (other.equals(place) || sameDisk(other.folder(), folder)) {
        problem = problem.suggestion(other.remedy() + size(other.folder()) + ";");
      }
    }
    return problem.suggestion("then run it again");
  }

  private static Optional<Found> find(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Matcher words = WORDS.matcher(t instanceof XacctException e ? e.getMessage() : t + "");
      if (words.find()) {
        Optional<Path> path = Optional.ofNullable(words.group("path")).map(Path::of);
        return Optional.of(new Found(words.group("words"), file(thrown).or(() -> path)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> file(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof FileSystemException e && e.getFile() != null) {
        return Optional.of(Path.of(e.getFile()));
      }
    }
    return Optional.empty();
  }

  private Optional<Place> ofPath(Path path) {
    return places.stream()
        .filter(place -> path.toAbsolutePath().startsWith(place.folder().toAbsolutePath()))
        .max(Comparator.comparing(place -> place.folder().getNameCount()));
  }

  private Optional<Place> fullest() {
    return places.stream()
        .filter(place -> store(place.folder()).isPresent())
        .min(Comparator.comparing(place -> usable(store(place.folder()).get())));
  }

  private static String free(Path folder) {
    return store(folder)
        .map(
            store -> {
              long usable = usable(store);
              String text = words(usable) + " of " + words(total(store)) + " are free there.";
              return usable > PLENTY
                  ? text + " The file may have been larger, or a quota or the inodes are used up."
                  : text;
            })
        .orElse("How much is free there is unknown.");
  }

  private static boolean sameDisk(Path one, Path other) {
    return store(one).isPresent() && store(one).equals(store(other));
  }

  private static Optional<FileStore> store(Path folder) {
    for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
      try {
        if (Files.exists(path)) {
          return Optional.of(Files.getFileStore(path));
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long usable(FileStore store) {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long total(FileStore store) {
    try {
      return store.getTotalSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the size of a folder, which deleting it would free. */
  private static String size(Path folder) {
    if (!Files.isDirectory(folder)
        || folder.equals(Path.of(System.getProperty("java.io.tmpdir")))) {
      return "";
    }
    var sizes = new ArrayList<Long>();
    try (var files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(file -> sizes.add(file.toFile().length()));
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
    return " (" + words(sizes.stream().mapToLong(Long::longValue).sum()) + ")";
  }

  private static String words(long bytes) {
    return bytes < 10L << 30
        ? String.format(Locale.ROOT, "%d MB", bytes >> 20)
        : String.format(Locale.ROOT, "%d GB", bytes >> 30);
  }
}
