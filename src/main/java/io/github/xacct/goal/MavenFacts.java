package io.github.xacct.goal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Scm;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What Maven knows of the project, as {@link ProjectFacts}. */
final class MavenFacts {
  private static final String COMPILER_GROUP = "org.apache.maven.plugins";
  private static final String COMPILER = "maven-compiler-plugin";

  /** The compiler plugin's own default when a project says nothing. */
  private static final int DEFAULT_RELEASE = 8;

  private MavenFacts() {}

  static ProjectFacts of(
      MavenProject project, MavenSession session, Map<String, String> environmentVariables) {
    var properties = new Properties();
    properties.putAll(project.getProperties());
    properties.putAll(session.getUserProperties());
    return new ProjectFacts(
        project.getArtifactId(),
        project.getPackaging(),
        project.getVersion(),
        project.getBasedir().toPath(),
        Path.of(project.getBuild().getDirectory()),
        Path.of(project.getBuild().getOutputDirectory()),
        Optional.ofNullable(project.getScm()).map(Scm::getUrl).filter(Element::isWritten),
        javaRelease(project, properties),
        project.getBuildPlugins().stream().map(Plugin::getKey).collect(Collectors.toSet()),
        HealthPath.of(project),
        Map.copyOf(environmentVariables),
        properties);
  }

  /** In the compiler plugin's order: its release, then its target, each before its property. */
  static int javaRelease(MavenProject project, Properties properties) {
    Xpp3Dom compiler =
        project.getGoalConfiguration(COMPILER_GROUP, COMPILER, "default-compile", "compile");
    return Stream.of(
            child(compiler, "release"),
            properties.getProperty("maven.compiler.release"),
            child(compiler, "target"),
            properties.getProperty("maven.compiler.target"))
        .filter(Element::isWritten)
        .findFirst()
        .map(String::trim)
        // Before 9 a release was called 1.8.
        .map(text -> text.startsWith("1.") ? text.substring(2) : text)
        .filter(text -> text.matches("\\d{1,3}"))
        .map(Integer::parseInt)
        .orElse(DEFAULT_RELEASE);
  }

  private static String child(Xpp3Dom configuration, String name) {
    Xpp3Dom child = configuration == null ? null : configuration.getChild(name);
    return child == null ? null : child.getValue();
  }
}
