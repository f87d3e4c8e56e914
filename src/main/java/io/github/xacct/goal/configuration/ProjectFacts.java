package io.github.xacct.goal.configuration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The properties of the project and the machine from which settings are derived, without types of
 * Maven.
 *
 * @param artifactId from which names are derived
 * @param packaging such as {@code jar}
 * @param version of the project
 * @param basedir folder of the project
 * @param buildDirectory usually {@code target}
 * @param outputDirectory usually {@code target/classes}
 * @param scmUrl URL of the source
 * @param javaRelease Java release for which classes are compiled, such as 17
 * @param plugins {@code group:artifact} of the plugins that the project uses
 * @param healthPath path of the framework's health check
 * @param environmentVariables of this process
 * @param projectProperties of the project, overridden by those of the command line
 */
public record ProjectFacts(
    String artifactId,
    String packaging,
    String version,
    Path basedir,
    Path buildDirectory,
    Path outputDirectory,
    Optional<String> scmUrl,
    int javaRelease,
    Set<String> plugins,
    Optional<String> healthPath,
    Map<String, String> environmentVariables,
    Properties projectProperties) {}
