package io.github.xacct.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerClient;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageDetails;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.image.ImageTarball;
import io.github.xacct.image.file.ImageFiles;
import io.github.xacct.image.file.TarListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A Docker client for Jib that keeps only the list of the image's files, for its digest. */
final class ListingDockerClient implements DockerClient {
  private ImageFiles listing = new TarListing();

  /** The target for Jib to send the image to. */
  Containerizer target(ImageReference name) {
    return Containerizer.to(this, DockerDaemonImage.named(name));
  }

  /** The files of the built image, without the content of its layers. */
  ImageFiles listing() {
    return listing;
  }

  @Override
  public boolean supported(Map<String, String> parameters) {
    return true;
  }

  @Override
  public String load(ImageTarball image, Consumer<Long> progress) throws IOException {
    var written = new TarListing();
    image.writeTo(written);
    listing = written;
    return "listed";
  }

  @Override
  public void save(ImageReference image, Path file, Consumer<Long> progress) {
    throw new UnsupportedOperationException("no base image comes from here");
  }

  @Override
  public ImageDetails inspect(ImageReference image) {
    throw new UnsupportedOperationException("no base image comes from here");
  }
}
