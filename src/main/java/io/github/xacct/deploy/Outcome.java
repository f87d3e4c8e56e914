package io.github.xacct.deploy;

import io.github.xacct.event.Verdict;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * The outcome of a deployment.
 *
 * @param deploymentId empty if no deployment was created
 * @param taskDefinition ARN of the task definition that was deployed or is running already, if
 *     known
 * @param image with its digest, if known
 */
public record Outcome(
    Verdict verdict,
    Optional<String> deploymentId,
    Optional<String> taskDefinition,
    Optional<ImageReference> image) {}
