package io.github.xacct.goal.project;

import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.xml.Element;
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
import org.jspecify.annotations.Nullable;

/** Converts the Maven project to {@link ProjectFacts}. */
public final class MavenFacts {
  private static final String COMPILER_GROUP = "org.apache.maven.plugins";
  private static final String COMPILER = "maven-compiler-plugin";

  private static final String KOTLIN = "org.jetbrains.kotlin:kotlin-maven-plugin";

  /** The default of maven-compiler-plugin. */
  private static final int DEFAULT_RELEASE = 8;

  private MavenFacts() {}

  public static ProjectFacts of(
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

  /** Returns the newest Java release for which the project's compilers generate classes. */
  static int javaRelease(MavenProject project, Properties properties) {
    return Math.max(ofJavac(project, properties), ofKotlin(project, properties).orElse(0));
  }

  private static Optional<Integer> ofKotlin(MavenProject project, Properties properties) {
    return Stream.concat(
            PluginConfiguration.of(project, KOTLIN, "").stream()
                .flatMap(c -> PluginConfiguration.text(c, "jvmTarget").stream()),
            Stream.ofNullable(properties.getProperty("kotlin.compiler.jvmTarget")))
        .flatMap(text -> release(text).stream())
        .findFirst();
  }

  /**
   * Returns javac's release, in the order of maven-compiler-plugin: release before target, each
   * configuration before its property.
   */
  private static int ofJavac(MavenProject project, Properties properties) {
    Xpp3Dom compiler =
        project.getGoalConfiguration(COMPILER_GROUP, COMPILER, "default-compile", "compile");
    return Stream.of(
            child(compiler, "release"),
            properties.getProperty("maven.compiler.release"),
            child(compiler, "target"),
            properties.getProperty("maven.compiler.target"))
        .filter(Element::isWritten)
        .findFirst()
        .flatMap(MavenFacts::release)
        .orElse(DEFAULT_RELEASE);
  }

  /** Parses a release; 1.8 means 8. */
  private static Optional<Integer> release(String text) {
    return Optional.of(text.trim().replaceFirst("^1\\.", ""))
        .filter(number -> number.matches("\\d{1,3}"))
        .map(Integer::parseInt);
  }

  private static @Nullable String child(@Nullable Xpp3Dom configuration, String name) {
    Xpp3Dom child = configuration == null ? null : configuration.getChild(name);
    return child == null ? null : child.getValue();
  }
}
