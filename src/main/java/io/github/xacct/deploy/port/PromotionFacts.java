package io.github.xacct.deploy.port;

import io.github.xacct.event.Finding;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is asked of other environments and of the registry before an image may be deployed. */
public interface PromotionFacts {

  /**
   * What may be deployed elsewhere too.
   *
   * @param commit that the image was made of, as its deployment said
   * @param committed when that commit was created
   * @param tested whether the smoke tests have passed it; else it was forced
   */
  record Promoted(
      ImageReference image, Optional<String> commit, Optional<Instant> committed, boolean tested) {}

  /**
   * The image that an environment runs.
   *
   * @param force also one that its smoke tests have not passed
   * @throws io.github.xacct.model.XacctException with every reason for which it must not be
   *     promoted
   */
  Promoted running(Environment source, boolean force);

  /** Whether the smoke tests of an environment have passed an image. */
  boolean passed(Environment tester, ImageReference image);

  /** Whether the registry holds an image. */
  boolean inRegistry(ImageReference image);

  /** Whether the environment that is deployed to may pull from the registry. */
  List<Finding> pull();
}
