package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.model.ImageReference;
import java.util.Optional;
import java.util.function.Supplier;

/** The image to deploy: the one named, the one pushed earlier in this build, or made now. */
record ImageOfThisBuild(
    Optional<ImageReference> named, Optional<ImageReference> pushed, Supplier<ImageWork> work) {

  /** The same as a source that uses these credentials. */
  ImageSource on(AwsAccess access) {
    return new ImageSource() {
      @Override
      public ImageReference foresee() {
        return known().orElseGet(() -> work.get().foresee(access));
      }

      @Override
      public ImageReference provide(Runnable mayChange) {
        return known().orElseGet(() -> work.get().push(access, mayChange));
      }
    };
  }

  /** The same with an image that is there already. */
  ImageOfThisBuild named(ImageReference image) {
    return new ImageOfThisBuild(Optional.of(image), pushed, work);
  }

  /** Whether the image is there already, so that none has to be made. */
  boolean isKnown() {
    return known().isPresent();
  }

  private Optional<ImageReference> known() {
    return named.or(() -> pushed);
  }
}
