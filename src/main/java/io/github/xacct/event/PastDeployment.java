package io.github.xacct.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One deployment of an environment's history.
 *
 * @param took from its creation to its end; empty while it goes on
 * @param taskDefinition ARN of the revision that it brought; empty if AWS keeps its AppSpec no more
 * @param imageDigest of the app's container in that revision
 * @param commit that was built, as far as the description names it
 * @param by build or person that the description names, or CodeDeploy for its own rollback
 * @param description as it was given
 * @param rollback whether CodeDeploy made it to undo another one
 * @param error code and message of one that did not succeed
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
