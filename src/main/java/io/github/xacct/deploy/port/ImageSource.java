package io.github.xacct.deploy.port;

import io.github.xacct.model.ImageReference;

/** The source of the image to deploy: given, pushed earlier, or built now. */
public interface ImageSource {

  /** Returns the image that {@link #provide} would return, without changing the registry. */
  ImageReference foresee();

  /**
   * Returns the image and makes sure that it is in the registry.
   *
   * @param mayChange called before the first change to the registry; throws if the deployment is
   *     refused
   */
  ImageReference provide(Runnable mayChange);
}
