package io.github.xacct.deploy.port;

import io.github.xacct.model.ImageReference;

/** Where the image to deploy comes from: given, pushed earlier, or built now. */
public interface ImageSource {

  /** Names the image that {@link #provide} would give, and leaves the registry as it is. */
  ImageReference foresee();

  /**
   * Gives the image and sees to it that the registry has it.
   *
   * @param mayChange waited for before the first thing that changes the registry; throws if the
   *     deployment is refused
   */
  ImageReference provide(Runnable mayChange);
}
