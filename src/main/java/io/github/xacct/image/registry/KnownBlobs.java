package io.github.xacct.image.registry;

import io.github.xacct.model.Digest;
import java.util.Optional;
import java.util.Set;

/** Finds many blobs of a repository at once, as ECR's API does. */
@FunctionalInterface
public interface KnownBlobs {

  /** The digests that the repository has; empty if unknown, so that each must be looked up. */
  Optional<Set<Digest>> among(Set<Digest> digests);

  /** Finds none, so that each is looked up. */
  static KnownBlobs none() {
    return digests -> Optional.empty();
  }
}
