package io.github.xacct.model;

import java.util.List;

/**
 * A built image, as written to {@code target/xacct/image.json}.
 *
 * @param repository repository URI if pushed, else the repository's name
 * @param tags that the image has in the registry, or will get
 * @param digest of the manifest, or of the index if it is for several platforms
 * @param layers from the base upwards, of one platform after the other
 * @param baseImage reference as configured
 * @param baseImageDigest {@code none} for scratch
 * @param platform {@code linux/amd64}, {@code linux/arm64}, or both with a comma between them
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

  /** Each platform that it is for. */
  public List<String> platforms() {
    return List.of(platform.split(","));
  }

  /** One layer: compressed content, its size in bytes, and what it holds. */
  public record Layer(Digest digest, long size, String name) {}
}
