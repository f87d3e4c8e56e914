package io.github.xacct.deploy;

import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.model.ImageReference;

/** An image that is in the registry already. */
public record PushedImage(ImageReference image) implements ImageSource {
  @Override
  public ImageReference foresee() {
    return image;
  }

  @Override
  public ImageReference provide(Runnable mayChange) {
    mayChange.run();
    return image;
  }
}
