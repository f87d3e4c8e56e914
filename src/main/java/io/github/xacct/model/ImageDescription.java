package io.github.xacct.model;

import java.util.List;

/**
 * A built image, as written to {@code target/xacct/image.json}.
 *
 * @param repository repository URI if pushed, else the repository's name
 * @param tags that the image has in the registry, or will get
 * @param digest of the manifest
 * @param layers from the base upwards
 * @param baseImage reference as configured
 * @param baseImageDigest {@code none} for scratch
 * @param platform {@code linux/amd64} or {@code linux/arm64}
 * @param pushed whether a registry holds it
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

  /** One layer: compressed content, its size in bytes, and what it holds. */
  public record Layer(Digest digest, long size, String name) {}
}
