package io.github.xacct.model;

import java.util.List;

/**
 * A built image, as written to {@code target/xacct/image.json}.
 *
 * @param repository the repository's URI if pushed, else its name
 * @param tags of the image in the registry, or to be pushed
 * @param digest of the manifest, or of the index of a multi-platform image
 * @param layers from the base upwards, platform by platform
 * @param baseImage reference of the base image as configured
 * @param baseImageDigest digest of the base image; {@code none} for scratch
 * @param platform {@code linux/amd64}, {@code linux/arm64}, or both with a comma between them
 * @param pushed whether the image is in a registry
 */
public record ImageDescription(
    String repository,
    List<String> tags,
    Digest digest,
    List<Layer> layers,
    String baseImage,
    String baseImageDigest,
    String platform,
    boolean pushed) {

  /** Returns each platform of the image. */
  public List<String> platforms() {
    return List.of(platform.split(","));
  }

  /**
   * One layer: the digest of its compressed content, that content's size in bytes, and its name.
   */
  public record Layer(Digest digest, long size, String name) {}
}
