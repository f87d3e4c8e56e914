package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.deploy.ApprovedImage;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The image to deploy: the one specified, the one pushed earlier in this build, or one built now.
 */
record ImageOfThisBuild(
    Optional<ImageReference> named, Optional<ImageReference> pushed, Supplier<ImageWork> work) {

  /** Returns the image that a goal deploys; that of the app is built only if there is no other. */
  static ImageOfThisBuild of(
      GoalContext goal,
      Optional<ImageReference> named,
      Settings settings,
      Environment environment,
      Reporter reporter) {
    return new ImageOfThisBuild(
        named,
        goal.earlierPush().image(),
        () -> goal.appImage().work(goal.app().withImageFor(environment, settings), reporter));
  }

  /** Returns a source of the image that uses these credentials. */
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

  /** Returns the image with the approved one as the specified one. */
  ImageOfThisBuild with(ApprovedImage approved) {
    return new ImageOfThisBuild(approved.named(), pushed, work);
  }

  /** Returns the image that the gate approves for deployment. */
  ApprovedImage approved(
      PromotionGate gate, PromotionAccounts accounts, DeploymentLabel label, Reporter reporter) {
    return gate.approve(
        new ApprovedImage(named, label),
        () -> on(accounts.stage().access()).foresee(),
        accounts,
        reporter);
  }

  /** Whether the image already exists, so that none is built. */
  boolean isKnown() {
    return known().isPresent();
  }

  private Optional<ImageReference> known() {
    return named.or(() -> pushed);
  }
}
