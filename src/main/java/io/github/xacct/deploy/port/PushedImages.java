package io.github.xacct.deploy.port;

import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The images in the registry. */
public interface PushedImages {

  /** When an image was pushed, and its tags. */
  record Pushed(Instant at, List<String> tags) {}

  /** Finds an image; empty if it is not in this registry. */
  Optional<Pushed> find(ImageReference image);
}
