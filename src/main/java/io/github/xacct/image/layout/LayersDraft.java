package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.PathNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What has been laid out so far. */
final class LayersDraft {
  /** As Linux follows them. */
  private static final int LONGEST_CHAIN = 40;

  final List<FileEntriesLayer> layers = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /** The layer that must be put into Jib's cache, if there is one. */
  @Nullable SpecialLayer special;

  /** Whether there is such a file, or a folder with files. */
  boolean holds(String path) {
    return layers.stream()
        .flatMap(layer -> layer.getEntries().stream())
        .map(entry -> entry.getExtractionPath().toString())
        .anyMatch(p -> p.equals(path) || p.startsWith(path + "/"));
  }

  /** Whether there is such a file or folder, symbolic links of the layers followed. */
  boolean leadsTo(String path) {
    Map<String, String> links = special == null ? Map.of() : special.links();
    String at = path;
    for (int step = 0; step < LONGEST_CHAIN; step++) {
      Optional<String> first = firstLink(at, links);
      if (first.isEmpty()) {
        return holds(at);
      }
      String link = first.get();
      String meant = SpecialLayer.meant(link, Objects.requireNonNull(links.get(link)));
      at = Path.of(meant + at.substring(link.length())).normalize().toString();
    }
    return false;
  }

  private static Optional<String> firstLink(String path, Map<String, String> links) {
    return IntStream.rangeClosed(1, path.length())
        .filter(end -> end == path.length() || path.charAt(end) == '/')
        .mapToObj(end -> path.substring(0, end))
        .filter(links::containsKey)
        .findFirst();
  }

  /** Adds a layer, unless it is empty. */
  void add(String name, Map<String, FileEntry> entries) {
    if (!entries.isEmpty()) {
      layers.add(
          FileEntriesLayer.builder()
              .setName(name)
              .setEntries(List.copyOf(entries.values()))
              .build());
    }
  }

  AppLayers startedBy(List<String> start, List<String> arguments) {
    warnings.addAll(PathNames.warnings(ownNames()));
    return new AppLayers(
        List.copyOf(layers),
        Optional.ofNullable(special),
        List.copyOf(start),
        List.copyOf(arguments),
        List.copyOf(notes),
        List.copyOf(warnings));
  }

  /** The paths that have their names from the project; a repository chose those of jars. */
  private List<String> ownNames() {
    var paths = new ArrayList<String>();
    layers.forEach(
        layer -> layer.getEntries().forEach(e -> paths.add(e.getExtractionPath().toString())));
    paths.removeIf(path -> path.startsWith(JarNames.FOLDER));
    if (special != null) {
      paths.addAll(special.links().keySet());
    }
    return paths;
  }
}
