package io.github.xacct.goal.configuration.xml;

import java.util.List;
import java.util.Optional;

/**
 * What the user wrote: the plugin's {@code <configuration>} and {@code -Denv}. Its elements are
 * known; their values have not been looked at.
 *
 * @param app name of the app
 * @param registry where images go
 * @param image how they are made
 * @param environments where they are deployed
 * @param pipeline the way there
 * @param env which of them, from {@code -Denv} or {@code -Dxacct.env}
 * @param problems that reading found
 */
public record Configuration(
    Optional<String> app,
    Optional<RegistryXml> registry,
    Optional<ImageXml> image,
    List<EnvironmentXml> environments,
    Optional<PipelineXml> pipeline,
    Optional<String> env,
    ConfigurationProblems problems) {}
