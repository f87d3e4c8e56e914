package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.ecr.RegistryTokens;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.AwsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Pulls images from the rehearsed registry into folders of this machine. As on Fargate, the
 * manifest is requested each time with the execution role's permissions; layers unpacked before are
 * reused.
 */
public final class ImagePull {
  private final Path images;
  private final Supplier<String> registryHost;
  private final RegistryTokens tokens;

  public ImagePull(Path images, Supplier<String> registryHost, RegistryTokens tokens) {
    this.images = images;
    this.registryHost = registryHost;
    this.tokens = tokens;
  }

  /** A parsed image reference: {@code HOST/REPOSITORY@sha256:...} or {@code ...:TAG}. */
  private record Reference(String host, String repository, String version) {

    static Reference parse(String image) {
      int slash = image.indexOf('/');
      String host = slash < 0 ? "" : image.substring(0, slash);
      String rest = image.substring(slash + 1);
      int at = rest.indexOf('@');
      String name = at < 0 ? rest : rest.substring(0, at);
      int colon = name.indexOf(':');
      String repository = colon < 0 ? name : name.substring(0, colon);
      String tag = colon < 0 ? "latest" : name.substring(colon + 1);
      return new Reference(host, repository, at < 0 ? tag : rest.substring(at + 1));
    }
  }

  /**
   * Pulls an image and unpacks its layers.
   *
   * @param architecture OCI's name, for an index of several images
   */
  public synchronized UnpackedImage pull(String image, Caller caller, String architecture)
      throws CannotStart, InterruptedException {
    Reference reference = Reference.parse(image);
    if (!reference.host().equals(registryHost.get())) {
      throw CannotStart.cannotPull(
          image
              + " is not in the rehearsed registry "
              + registryHost.get()
              + ", and a rehearsal pulls from nowhere else");
    }
    try {
      ImageDownload registry =
          new ImageDownload(reference.host(), reference.repository(), tokens.passwordFor(caller));
      ImageDownload.Manifest manifest = registry.manifest(reference.version());
      if (manifest.json().has("manifests")) {
        manifest = registry.manifest(chosen(manifest.json(), architecture));
      }
      Path folder = folder(manifest.digest());
      if (!Files.exists(folder)) {
        unpack(registry, manifest.json(), folder);
      }
      return UnpackedImage.read(folder, manifest.digest());
    } catch (AwsError e) {
      throw CannotStart.noRegistryAuth(e.code() + ": " + e.getMessage());
    } catch (IOException e) {
      throw CannotStart.cannotPull(image + ": " + e.getMessage());
    }
  }

  /** Returns the image of an earlier pull; empty if there is none or it is not named by digest. */
  public Optional<UnpackedImage> unpackedBefore(String image) {
    String digest = Reference.parse(image).version();
    try {
      return digest.startsWith("sha256:") && Files.exists(folder(digest))
          ? Optional.of(UnpackedImage.read(folder(digest), digest))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns user and password of the caller for the registry. */
  public String login(Caller caller) {
    return "AWS:" + tokens.passwordFor(caller);
  }

  private Path folder(String digest) {
    return images.resolve(digest.replace(':', '-'));
  }

  private static String chosen(JsonNode index, String architecture) throws CannotStart {
    return StreamSupport.stream(index.path("manifests").spliterator(), false)
        .filter(m -> m.path("platform").path("architecture").asText().equals(architecture))
        .findFirst()
        .orElseThrow(
            () ->
                CannotStart.cannotPull(
                    "pull image manifest has been retried 1 time(s): image Manifest does not contain"
                        + " descriptor matching platform 'linux/"
                        + architecture
                        + "'"))
        .path("digest")
        .asText();
  }

  /**
   * Unpacks to a temporary folder and moves it at the end, so that an existing folder is complete.
   */
  private void unpack(ImageDownload registry, JsonNode manifest, Path folder)
      throws CannotStart, IOException, InterruptedException {
    Path staging = images.resolve(".unpacking-" + UUID.randomUUID());
    try {
      Files.createDirectories(staging.resolve("root"));
      registry.blob(
          manifest.path("config").path("digest").asText(),
          content -> Files.copy(content, staging.resolve("config.json")));
      LayerUnpacker unpacker = new LayerUnpacker(staging.resolve("root"));
      for (JsonNode layer : manifest.path("layers")) {
        registry.blob(layer.path("digest").asText(), unpacker::unpack);
      }
      Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      LayerUnpacker.delete(staging);
    }
  }

  /** Deletes the images that are not in use, and the files of interrupted pulls. */
  public void keepOnly(Set<String> imagesInUse) throws IOException {
    Set<Path> kept = new HashSet<>();
    imagesInUse.forEach(image -> kept.add(folder(Reference.parse(image).version())));
    if (Files.isDirectory(images)) {
      try (var folders = Files.list(images)) {
        for (Path folder : folders.toList()) {
          if (!kept.contains(folder)) {
            LayerUnpacker.delete(folder);
          }
        }
      }
    }
  }
}
