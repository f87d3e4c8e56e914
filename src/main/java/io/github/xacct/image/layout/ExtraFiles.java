package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Adds the user's extra files to the image's root, with links and set user ID bits preserved. */
final class ExtraFiles {
  private static final int SET_ID_AND_STICKY = 07000;

  private final TreeMap<String, FileEntry> entries = new TreeMap<>();
  private final TreeMap<String, String> links = new TreeMap<>();
  private final TreeMap<String, Integer> modes = new TreeMap<>();

  private ExtraFiles() {}

  /**
   * Adds their layer, the last one; later folders override earlier ones and empty folders are kept.
   */
  static void add(LayersDraft draft, ImageSettings settings, Path made) {
    var files = new ExtraFiles();
    for (Path folder : settings.extraDirectories()) {
      if (!Files.isDirectory(folder)) {
        throw XacctException.yours("The extra directory " + folder + " does not exist.")
            .suggestion("create it, or take it out of <image><extraDirectories>");
      }
      FileTree.walk(folder).forEach(path -> files.put(folder, path));
    }
    if (!files.links.isEmpty() || !files.modes.isEmpty()) {
      draft.special = SpecialLayer.of(files.entries, files.links, files.modes, made);
    }
    draft.add("extra files", files.entries);
    draft.warnings.addAll(files.broken(draft));
    draft.warnings.addAll(AgentPaths.warnings(settings, draft));
  }

  private void put(Path folder, Path path) {
    String at = FileTree.path("", folder, path);
    if (!Files.isSymbolicLink(path)) {
      file(path, at);
    } else if (staysInside(folder, path)) {
      entries.remove(at);
      links.put(at, FileTree.target(path));
    } else {
      copy(path, at);
    }
  }

  /**
   * Whether the link stays inside the folder; a relative one that leads out refers to a local file.
   */
  private static boolean staysInside(Path folder, Path link) {
    Path target = Path.of(FileTree.target(link));
    return target.isAbsolute()
        || Objects.requireNonNull(link.getParent())
            .resolve(target)
            .normalize()
            .startsWith(folder.normalize());
  }

  private void copy(Path link, String at) {
    if (!Files.exists(link)) {
      throw XacctException.yours("The symbolic link " + link + " leads nowhere.")
          .evidence("Its target is " + FileTree.target(link) + ", outside of the extra directory.")
          .suggestion("create the target, or delete the link");
    }
    file(link, at);
    if (Files.isDirectory(link)) {
      FileTree.walk(link, FileVisitOption.FOLLOW_LINKS)
          .forEach(path -> file(path, FileTree.path(at, link, path)));
    }
  }

  private void file(Path path, String at) {
    links.remove(at);
    modes.remove(at);
    FileTree.put(entries, path, at, Files.isDirectory(path) ? "755" : mode(path));
    int special = specialMode(path);
    if (special != 0) {
      modes.put(at, special);
    }
  }

  /** Warns of links to paths in no layer of the app; the base image may have them. */
  private List<String> broken(LayersDraft draft) {
    return links.entrySet().stream()
        .filter(link -> !draft.leadsTo(link.getKey()))
        .map(
            link ->
                """
                The symbolic link %s leads to %s, which is in no layer of the app: it leads \
                nowhere unless the base image has it."""
                    .formatted(link.getKey(), SpecialLayer.meant(link.getKey(), link.getValue())))
        .toList();
  }

  private static String mode(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)
          ? "755"
          : "644";
    } catch (UnsupportedOperationException e) {
      return "644"; // file systems without permissions, as on Windows
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int specialMode(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode") & SET_ID_AND_STICKY;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
