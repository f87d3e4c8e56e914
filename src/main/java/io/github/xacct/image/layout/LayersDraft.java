package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.PathNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has been laid out so far. */
final class LayersDraft {
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
      paths.addAll(special.links());
    }
    return paths;
  }
}
