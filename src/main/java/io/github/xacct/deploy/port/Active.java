package io.github.xacct.deploy.port;

import java.time.Instant;
import java.util.Optional;

/**
 * A deployment in flight.
 *
 * @param status in the engine's words
 * @param by who started it
 * @param description empty if it has none
 * @param taskDefinition ARN that it brings, if that is known
 */
public record Active(
    String id,
    String status,
    Instant since,
    String by,
    String description,
    Optional<String> taskDefinition) {}
