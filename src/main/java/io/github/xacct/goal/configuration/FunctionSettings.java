package io.github.xacct.goal.configuration;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A hook's function that runs on this machine in a rehearsal.
 *
 * @param name or ARN
 * @param handler Java class and method; present if the command is not
 * @param command for a shell
 * @param timeout if it is another than the function's own
 * @param environment variables
 */
public record FunctionSettings(
    String name,
    Optional<String> handler,
    Optional<String> command,
    Optional<Duration> timeout,
    Map<String, String> environment) {}
