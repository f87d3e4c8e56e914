package io.github.xacct.goal;

import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.util.Optional;

/** Reads {@code -Dxacct.image}. */
final class Images {
  private Images() {}

  /** The image that the user names, if any. */
  static Optional<ImageReference> given(String text) {
    if (!Element.isWritten(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(text.trim()));
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.image: " + e.getMessage() + ".");
    }
  }
}
