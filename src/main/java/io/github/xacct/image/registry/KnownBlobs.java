package io.github.xacct.image.registry;

import io.github.xacct.model.Digest;
import java.util.Optional;
import java.util.Set;

/** Who knows of many blobs at once whether a repository has them, as ECR's API does. */
@FunctionalInterface
public interface KnownBlobs {

  /** Those that the repository has; empty if nothing is known, so that each is to be looked for. */
  Optional<Set<Digest>> among(Set<Digest> digests);

  /** Knows of none. */
  static KnownBlobs none() {
    return digests -> Optional.empty();
  }
}
