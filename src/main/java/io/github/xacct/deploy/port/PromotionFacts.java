package io.github.xacct.deploy.port;

import io.github.xacct.event.Finding;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of other environments and of the registry that a promotion depends on. */
public interface PromotionFacts {

  /**
   * An image that may be promoted.
   *
   * @param commit that the image was built from, by the description of its deployment
   * @param committed time of that commit
   * @param tested whether its smoke tests have passed; otherwise the promotion was forced
   */
  record Promoted(
      ImageReference image, Optional<String> commit, Optional<Instant> committed, boolean tested) {}

  /**
   * Returns the image that an environment runs.
   *
   * @param force whether to accept an image whose smoke tests have not passed
   * @throws io.github.xacct.model.XacctException with all reasons against the promotion
   */
  Promoted running(Environment source, boolean force);

  /** Whether the smoke tests of an environment have passed an image. */
  boolean passed(Environment tester, ImageReference image);

  /** Whether the registry holds an image. */
  boolean inRegistry(ImageReference image);

  /** The findings on whether the environment to deploy to may pull from the registry. */
  List<Finding> pull();
}
