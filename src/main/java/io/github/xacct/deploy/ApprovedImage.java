package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * What may be deployed.
 *
 * @param named the image, where it is given or promoted instead of made by this build
 * @param label of its deployment, which says if it was forced
 */
public record ApprovedImage(Optional<ImageReference> named, DeploymentLabel label) {}
