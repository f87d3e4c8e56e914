package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.deploy.ApprovedImage;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.event.Reporter;
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

  /** The same with the image that was approved instead of it, if one was. */
  ImageOfThisBuild with(ApprovedImage approved) {
    return new ImageOfThisBuild(approved.named(), pushed, work);
  }

  /** What may be deployed of these, after the gate was asked. */
  ApprovedImage approved(
      PromotionGate gate, PromotionAccounts accounts, DeploymentLabel label, Reporter reporter) {
    return gate.approve(
        new ApprovedImage(named, label),
        () -> on(accounts.stage().access()).foresee(),
        accounts,
        reporter);
  }

  /** Whether the image is there already, so that none has to be made. */
  boolean isKnown() {
    return known().isPresent();
  }

  private Optional<ImageReference> known() {
    return named.or(() -> pushed);
  }
}
