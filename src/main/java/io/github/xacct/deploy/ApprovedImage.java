package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * The image that passed the promotion gate, and the label of its deployment.
 *
 * @param named the image to deploy if it is given or promoted; empty if this build creates it
 * @param label of the deployment; records whether the image was forced
 */
public record ApprovedImage(Optional<ImageReference> named, DeploymentLabel label) {}
