package io.github.xacct.image;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Local images of single platforms, and the index of them. */
final class LocalIndex implements AutoCloseable {
  private final List<Path> files = new ArrayList<>();
  private final List<Index.Part> parts = new ArrayList<>();
  private final List<LocalImage> images = new ArrayList<>();

  /** Registers a file to be deleted on close. */
  void deleteOnClose(Path file) {
    files.add(file);
  }

  void add(String architecture, LocalImage image) {
    images.add(image);
    parts.add(new Index.Part(architecture, image.manifest()));
  }

  List<LocalImage> parts() {
    return images;
  }

  /** The image, if there is one platform only. */
  LocalImage only() {
    return images.get(0);
  }

  /** The manifest of the index, or of the only image. */
  Manifest manifest() {
    return parts.size() == 1 ? parts.get(0).manifest() : Index.of(parts);
  }

  Build.Built built() {
    return new Build.Built(manifest().digest(), images.stream().map(LocalImage::manifest).toList());
  }

  @Override
  public void close() {
    images.forEach(LocalImage::close);
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw XacctException.yours("A file of the image's build cannot be deleted.")
          .evidence(e.toString())
          .cause(e);
    }
  }
}
