package io.github.xacct.deploy.port;

import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.Reported;
import java.time.Instant;
import java.util.Optional;

/**
 * A deployment in flight.
 *
 * @param by who started it
 * @param description empty if it has none
 * @param taskDefinition ARN of the task definition that it deploys, if known
 */
public record Active(
    String id,
    Reported<DeploymentStatus> status,
    Instant since,
    String by,
    String description,
    Optional<String> taskDefinition) {}
