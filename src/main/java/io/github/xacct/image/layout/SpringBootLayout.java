package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.ExtractedFiles;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Framework;
import io.github.xacct.model.ImageSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;

/**
 * Lays out the content of the archive repackaged by Spring Boot in the layers of its index, started
 * by Spring Boot's launcher, so that whatever repackaging adds or excludes applies to the image
 * too.
 */
final class SpringBootLayout {
  private static final String ROOT = "/app";

  private final AppFiles app;
  private final ImageSettings settings;
  private final Path folder;
  private final ExtractedFiles files;

  SpringBootLayout(AppFiles app, ImageSettings settings, Path folder) {
    this.app = app;
    this.settings = settings;
    this.folder = folder;
    this.files = new ExtractedFiles(folder.resolve("archive"));
  }

  AppLayers layers(SpringBootArchive archive) {
    var draft = new LayersDraft();
    var jars = new ArrayList<Path>();
    archive.layers().forEach((name, entries) -> draft.add(name, layer(archive, entries, jars)));
    files.deleteOthers();
    var boot = new Recognition(Framework.SPRING_BOOT, "", app.build().healthPath());
    draft.notes.add(
        boot.withVersion(archive.version())
            .line("repackaged as " + archive.name(), archive.startClass()));
    draft.warnings.addAll(LinkCheck.of(app, jars).warnings());
    ExtraFiles.add(draft, settings, folder);
    var start = new ArrayList<>(archive.options(app.build().release()));
    start.addAll(List.of("-cp", ROOT, archive.launcher()));
    return draft.startedBy(start, List.of());
  }

  private Map<String, FileEntry> layer(
      SpringBootArchive archive, List<ZipEntry> entries, List<Path> jars) {
    var layer = new TreeMap<String, FileEntry>();
    for (ZipEntry entry : entries) {
      Path file = files.of(archive.jar(), entry);
      FileTree.put(layer, file, ROOT + "/" + entry.getName(), "644");
      if (entry.getName().endsWith(".jar")) {
        jars.add(file);
      }
    }
    return layer;
  }
}
