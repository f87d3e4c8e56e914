package io.github.xacct.deploy.port;

import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the registry knows of an image. */
public interface PushedImages {

  /** When an image was pushed, and under which tags it is known. */
  record Pushed(Instant at, List<String> tags) {}

  /** Empty if the registry does not have it, or it is of another registry. */
  Optional<Pushed> find(ImageReference image);
}
