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

/** Collects the layers while the app is laid out. */
final class LayersDraft {
  /** The limit of Linux for following links. */
  private static final int LONGEST_CHAIN = 40;

  final List<FileEntriesLayer> layers = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /** The layer that must be written to Jib's cache, if any. */
  @Nullable SpecialLayer special;

  /** Whether the path is a file, or a folder with files. */
  boolean holds(String path) {
    return layers.stream()
        .flatMap(layer -> layer.getEntries().stream())
        .map(entry -> entry.getExtractionPath().toString())
        .anyMatch(p -> p.equals(path) || p.startsWith(path + "/"));
  }

  /** Whether the path leads to a file or folder, following the layers' symbolic links. */
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

  /** Adds a layer unless it is empty. */
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

  /** The paths with names from the project; those of jars come from a repository. */
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
