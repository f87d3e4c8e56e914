package io.github.xacct.rehearsal.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks an image's layers into a folder, one over the other, with whiteouts. Nothing is written
 * outside the folder, whatever the names of entries and links. Source: OCI image specification,
 * "Image Layer Filesystem Changeset".
 */
public final class LayerUnpacker {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int LONGEST_CHAIN = 40;
  private static final int TRIES = 40;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path root;

  LayerUnpacker(Path root) throws IOException {
    this.root = root.toRealPath();
  }

  /** Unpacks a layer over the previous ones. */
  void unpack(InputStream layer) throws IOException {
    Set<Path> ofThisLayer = new HashSet<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain(layer))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, ofThisLayer);
      }
    }
  }

  private static InputStream plain(InputStream layer) throws IOException {
    PushbackInputStream peek = new PushbackInputStream(layer, 4);
    byte[] magic = peek.readNBytes(4);
    peek.unread(magic);
    if (magic.length == 4 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
      return new GZIPInputStream(peek, 65536);
    }
    if (magic.length == 4 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5) {
      throw new IOException("a layer is compressed with zstd, which a rehearsal cannot unpack");
    }
    return peek;
  }

  private void unpack(TarArchiveEntry entry, InputStream content, Set<Path> ofThisLayer)
      throws IOException {
    Path path = locate(entry.getName());
    if (path.equals(root)) {
      return;
    }
    String name = path.getFileName().toString();
    if (name.equals(OPAQUE)) {
      deleteBelow(Objects.requireNonNull(path.getParent()), ofThisLayer);
    } else if (name.startsWith(WHITEOUT)) {
      delete(path.resolveSibling(name.substring(WHITEOUT.length())));
    } else {
      write(entry, content, path);
      ofThisLayer.add(path);
    }
  }

  private void write(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
    boolean folderStays = entry.isDirectory() && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!folderStays) {
      delete(path);
      Files.createDirectories(path.getParent());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, linkTarget(path, entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.copy(locate(entry.getLinkName()), path, LinkOption.NOFOLLOW_LINKS);
    } else if (entry.isFile()) {
      Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
      if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true)) {
        throw new IOException("cannot set the executable bit of " + path);
      }
    }
  }

  /** Returns the target of a link that corresponds to the image's root in the folder. */
  private Path linkTarget(Path link, String target) {
    Path meant =
        target.startsWith("/")
            ? below(root, target)
            : Objects.requireNonNull(link.getParent()).resolve(target);
    Path inside = meant.normalize().startsWith(root) ? meant.normalize() : root;
    Path relative = Objects.requireNonNull(link.getParent()).relativize(inside);
    return relative.toString().isEmpty() ? Path.of(".") : relative;
  }

  /**
   * Returns the path of an entry. Links of earlier layers are followed as a kernel would with the
   * folder as its root: {@code bin -> usr/bin} is common, and {@code app -> /etc} must stay inside.
   */
  private Path locate(String name) throws IOException {
    Path wanted = below(root, name);
    if (!wanted.startsWith(root)) {
      throw new IOException("the entry " + name + " lies outside its layer");
    }
    Path real = root;
    Path relative = root.relativize(wanted);
    for (int i = 0; i < relative.getNameCount(); i++) {
      if (relative.getName(i).toString().isEmpty()) {
        continue;
      }
      real = real.resolve(relative.getName(i));
      boolean last = i == relative.getNameCount() - 1;
      for (int hops = 0; !last && Files.isSymbolicLink(real); hops++) {
        if (hops == LONGEST_CHAIN) {
          throw new IOException("too many links on the way to " + name);
        }
        real =
            Objects.requireNonNull(real.getParent())
                .resolve(Files.readSymbolicLink(real))
                .normalize();
      }
      if (!real.startsWith(root)) {
        throw new IOException("the entry " + name + " leads outside its layer");
      }
    }
    return real;
  }

  private static Path below(Path root, String name) {
    String relative = name;
    while (relative.startsWith("/")) {
      relative = relative.substring(1);
    }
    return root.resolve(relative).normalize();
  }

  private static void deleteBelow(Path folder, Set<Path> except) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (var children = Files.list(folder)) {
        for (Path child : children.toList()) {
          if (except.stream().noneMatch(p -> p.startsWith(child))) {
            delete(child);
          }
        }
      }
    }
  }

  /**
   * Deletes a file, a link, or a folder with its content; links are not followed. An ending process
   * may delete or write there at the same time.
   */
  public static void delete(Path path) throws IOException {
    for (int tries = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); tries++) {
      try {
        deleteTree(path);
      } catch (DirectoryNotEmptyException e) {
        if (tries == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static void deleteTree(Path path) throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException problem)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
