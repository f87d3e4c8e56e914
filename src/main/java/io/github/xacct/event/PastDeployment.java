package io.github.xacct.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One deployment in an environment's history.
 *
 * @param took from its creation to its end; absent while it is in progress
 * @param taskDefinition ARN of the deployed revision; absent if AWS no longer keeps its AppSpec
 * @param imageDigest of the app's container in that revision
 * @param commit that was built; absent if the description does not contain it
 * @param by build or person in the description, or CodeDeploy for an automatic rollback
 * @param description of the deployment, verbatim
 * @param rollback whether CodeDeploy created it to roll another one back
 * @param error code and message if it did not succeed
 */
public record PastDeployment(
    String id,
    DeploymentStatus status,
    Instant started,
    Optional<Duration> took,
    Optional<String> taskDefinition,
    Optional<String> imageDigest,
    Optional<String> commit,
    String by,
    String description,
    boolean rollback,
    Optional<String> error) {}
