package io.github.xacct.goal.configuration;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A Lambda function of a hook that runs on this machine in a rehearsal.
 *
 * @param name name or ARN
 * @param handler Java class and method; present if {@code command} is absent
 * @param command shell command
 * @param timeout absent means the function's own
 * @param environment environment variables
 */
public record FunctionSettings(
    String name,
    Optional<String> handler,
    Optional<String> command,
    Optional<Duration> timeout,
    Map<String, String> environment) {}
