package io.github.xacct.goal.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Reads the configuration of other plugins of the project. */
final class PluginConfiguration {
  private PluginConfiguration() {}

  /**
   * Returns the configurations of a plugin: that of each execution of a goal, then the plugin's
   * own.
   *
   * @param plugin {@code group:artifact}
   * @param goal goal of the executions; empty for all
   */
  static List<Xpp3Dom> of(MavenProject project, String plugin, String goal) {
    var all = new ArrayList<Xpp3Dom>();
    Plugin found = project.getPlugin(plugin);
    if (found != null) {
      for (PluginExecution execution : found.getExecutions()) {
        if (goal.isEmpty() || execution.getGoals().contains(goal)) {
          add(all, execution.getConfiguration());
        }
      }
      add(all, found.getConfiguration());
    }
    return List.copyOf(all);
  }

  /**
   * Returns the text at a path of elements; empty if missing or if it contains unresolved
   * expressions.
   */
  static Optional<String> text(Xpp3Dom configuration, String... path) {
    Xpp3Dom at = configuration;
    for (String name : path) {
      at = at == null ? null : at.getChild(name);
    }
    return Optional.ofNullable(at)
        .map(Xpp3Dom::getValue)
        .map(String::trim)
        .filter(text -> !text.isEmpty() && !text.contains("${"));
  }

  private static void add(List<Xpp3Dom> all, Object configuration) {
    if (configuration instanceof Xpp3Dom dom) {
      all.add(dom);
    }
  }
}
