package io.github.xacct.goal.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** How other plugins of the project are configured. */
final class PluginConfiguration {
  private PluginConfiguration() {}

  /**
   * The configurations of a plugin: that of each execution of a goal, then the plugin's own.
   *
   * @param plugin {@code group:artifact}
   * @param goal of the executions, or empty for all
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

  /** The text at a path of elements, if it is there and its placeholders are filled. */
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
