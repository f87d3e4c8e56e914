package io.github.xacct.image.layout;

import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar reproducibly: with its entries sorted, at a fixed time and not compressed, because
 * jars of two builds of the same classes differ in order and time. Jib compresses the layer.
 */
final class ReproducibleJar {
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);
  private static final FileTime OF_THE_FILE = FileTime.from(Instant.EPOCH.plusSeconds(1));

  private final JarFile jar;

  ReproducibleJar(JarFile jar) {
    this.jar = jar;
  }

  /** Writes the jar to a folder, with a name derived from its content. */
  Path in(Path folder) {
    try {
      Files.createDirectories(folder);
      Path draft = AtomicFile.draft(folder.resolve("app.jar"));
      write(draft);
      Files.setLastModifiedTime(draft, OF_THE_FILE);
      Path file = folder.resolve(Sha256.ofFile(draft, 16) + ".jar");
      deleteOthers(folder, draft, file);
      AtomicFile.move(draft, file);
      return file;
    } catch (IOException e) {
      throw XacctException.yours(
              "The jar " + jar.getName() + " cannot be copied to " + folder + ".")
          .evidence(e.toString())
          .suggestion("look at the folder's permissions and at the space on its disk")
          .cause(e);
    }
  }

  private void write(Path file) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (JarEntry entry : sorted()) {
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(ANY_TIME);
        copy.setMethod(ZipEntry.STORED);
        copy.setSize(entry.getSize());
        copy.setCrc(entry.getCrc());
        out.putNextEntry(copy);
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }

  /** The entries with the manifest first, as required by readers of a stream. */
  private List<JarEntry> sorted() {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .sorted(
            Comparator.comparing((JarEntry e) -> !e.getName().equals(JarFile.MANIFEST_NAME))
                .thenComparing(ZipEntry::getName))
        .toList();
  }

  private static void deleteOthers(Path folder, Path draft, Path kept) throws IOException {
    try (var files = Files.list(folder)) {
      files.filter(f -> !f.equals(draft) && !f.equals(kept)).forEach(f -> f.toFile().delete());
    }
  }
}
