package io.github.xacct.goal.project;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The configuration of spring-boot-maven-plugin: what it excludes from the app. Source: Spring
 * Boot's documentation, "Packaging Executable Archives", parameters of the repackage goal.
 *
 * @param configurations of the plugin, in descending precedence
 */
public record SpringBootPlugin(List<Xpp3Dom> configurations) {
  static final String KEY = "org.springframework.boot:spring-boot-maven-plugin";
  private static final String GROUP = "org.springframework.boot";

  public static SpringBootPlugin of(MavenProject project) {
    return new SpringBootPlugin(PluginConfiguration.of(project, KEY, "repackage"));
  }

  /**
   * Returns {@code group:artifact} or {@code group:*} of dependencies for development only, and of
   * the configured excludes.
   */
  public Set<String> leftOut() {
    var out = new HashSet<String>();
    if (isTrue("excludeDevtools", true)) {
      out.add(GROUP + ":spring-boot-devtools");
    }
    if (isTrue("excludeDockerCompose", true)) {
      out.add(GROUP + ":spring-boot-docker-compose");
    }
    for (Xpp3Dom configuration : configurations) {
      Xpp3Dom excludes = configuration.getChild("excludes");
      if (excludes != null) {
        for (Xpp3Dom exclude : excludes.getChildren()) {
          out.add(text(exclude, "groupId") + ":" + text(exclude, "artifactId"));
        }
      }
    }
    value("excludeGroupIds")
        .ifPresent(groups -> Stream.of(groups.split("[,\\s]+")).forEach(g -> out.add(g + ":*")));
    return out;
  }

  /** Returns the classifier of the repackaged archive; empty if it replaces the project's own. */
  Optional<String> classifier() {
    return value("classifier");
  }

  private boolean isTrue(String name, boolean byDefault) {
    return value(name).map(Boolean::parseBoolean).orElse(byDefault);
  }

  private Optional<String> value(String name) {
    return configurations.stream()
        .flatMap(c -> PluginConfiguration.text(c, name).stream())
        .findFirst();
  }

  private static String text(Xpp3Dom parent, String name) {
    return PluginConfiguration.text(parent, name).orElse("");
  }
}
