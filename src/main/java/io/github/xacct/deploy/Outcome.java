package io.github.xacct.deploy;

import io.github.xacct.event.Verdict;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * What came of it.
 *
 * @param deploymentId absent if none was started
 * @param taskDefinition ARN that was or would be deployed, if known
 * @param image by digest, if known
 */
public record Outcome(
    Verdict verdict,
    Optional<String> deploymentId,
    Optional<String> taskDefinition,
    Optional<ImageReference> image) {}
