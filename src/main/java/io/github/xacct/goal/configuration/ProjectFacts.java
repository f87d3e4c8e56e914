package io.github.xacct.goal.configuration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What the settings need to know of the project and the machine, so that nobody else asks Maven.
 *
 * @param artifactId from which names are derived
 * @param packaging such as {@code jar}
 * @param version of the project
 * @param basedir its folder
 * @param buildDirectory usually {@code target}
 * @param outputDirectory usually {@code target/classes}
 * @param scmUrl where the source is, for people
 * @param javaRelease that the classes are compiled for, such as 17
 * @param plugins {@code group:artifact} of those that the project uses
 * @param healthPath where the app's framework answers that it is well
 * @param environmentVariables of this process
 * @param projectProperties of the project, with those of the command line over them
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
