package io.github.xacct.goal.configuration.xml;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Repeats Maven's merge of the plugin's {@code <configuration>} from each POM, profile,
 * pluginManagement and execution, with a mark on each list item that identifies its origin.
 *
 * <p>Source: Maven's DefaultModelBuilder: profiles are injected into their POM, then the parent is
 * inherited, then pluginManagement is injected, and finally the plugin's configuration is merged
 * into each execution's.
 */
final class ConfigurationLayers {
  private static final String GROUP = "io.github.xacct";
  private static final String ARTIFACT = "xacct-maven-plugin";

  private final ListMarks marks;

  ConfigurationLayers(ListMarks marks) {
    this.marks = marks;
  }

  /** The plugin in one of these places, or in several after merging. */
  private record Layer(Optional<Xpp3Dom> configuration, Map<String, Xpp3Dom> executions) {
    static final Layer NONE = new Layer(Optional.empty(), Map.of());

    Layer over(Layer recessive) {
      var all = new LinkedHashMap<>(recessive.executions);
      executions.forEach((id, own) -> all.merge(id, own, (theirs, ours) -> merged(ours, theirs)));
      return new Layer(merge(configuration, recessive.configuration), all);
    }

    /** Returns the configuration that Maven passes to the goal in an execution. */
    Optional<Xpp3Dom> of(String execution) {
      return merge(Optional.ofNullable(executions.get(execution)), configuration);
    }

    private static Optional<Xpp3Dom> merge(Optional<Xpp3Dom> dominant, Optional<Xpp3Dom> other) {
      return dominant.isPresent() && other.isPresent()
          ? Optional.of(merged(dominant.get(), other.get()))
          : dominant.or(() -> other);
    }

    private static Xpp3Dom merged(Xpp3Dom dominant, Xpp3Dom recessive) {
      return Xpp3Dom.mergeXpp3Dom(new Xpp3Dom(dominant), recessive);
    }
  }

  /** Returns the marked configuration of an execution; empty if there is none anywhere. */
  Optional<Xpp3Dom> of(MavenProject project, String execution) {
    Layer plugins = Layer.NONE;
    Layer managed = Layer.NONE;
    for (MavenProject level : rootFirst(project)) {
      Model model = level.getOriginalModel();
      boolean own = level.equals(project);
      String where = own ? "pom.xml" : name(level) + level.getVersion();
      Layer here = plugins(model.getBuild(), where, own);
      Layer managedHere = managed(model.getBuild(), where, own);
      for (Profile profile : active(level, model)) {
        String there = where + ", profile " + profile.getId();
        here = plugins(profile.getBuild(), there, own).over(here);
        managedHere = managed(profile.getBuild(), there, own).over(managedHere);
      }
      plugins = here.over(plugins);
      managed = managedHere.over(managed);
    }
    return plugins.over(managed).of(execution);
  }

  private static Collection<MavenProject> rootFirst(MavenProject project) {
    var lineage = new ArrayDeque<MavenProject>();
    for (MavenProject level = project; level != null; level = level.getParent()) {
      if (level.getOriginalModel() != null) {
        lineage.addFirst(level);
      }
    }
    return lineage;
  }

  private static List<Profile> active(MavenProject level, Model model) {
    List<String> ids =
        level.getInjectedProfileIds().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(name(level)))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    return model.getProfiles().stream().filter(profile -> ids.contains(profile.getId())).toList();
  }

  private static String name(MavenProject level) {
    return level.getGroupId() + ":" + level.getArtifactId() + ":";
  }

  private Layer plugins(BuildBase build, String where, boolean own) {
    return build == null ? Layer.NONE : layer(build.getPlugins(), where, own);
  }

  private Layer managed(BuildBase build, String where, boolean own) {
    return build == null || build.getPluginManagement() == null
        ? Layer.NONE
        : layer(build.getPluginManagement().getPlugins(), where + ", pluginManagement", own);
  }

  private Layer layer(List<Plugin> plugins, String where, boolean own) {
    return plugins.stream()
        .filter(plugin -> GROUP.equals(plugin.getGroupId()))
        .filter(plugin -> ARTIFACT.equals(plugin.getArtifactId()))
        .filter(plugin -> own || !"false".equals(plugin.getInherited()))
        .findFirst()
        .map(plugin -> layer(plugin, where, own))
        .orElse(Layer.NONE);
  }

  private Layer layer(Plugin plugin, String where, boolean own) {
    var executions = new LinkedHashMap<String, Xpp3Dom>();
    for (PluginExecution execution : plugin.getExecutions()) {
      String there = where + ", execution " + execution.getId();
      if (own || !"false".equals(execution.getInherited())) {
        marked(execution.getConfiguration(), there)
            .ifPresent(dom -> executions.put(execution.getId(), dom));
      }
    }
    return new Layer(marked(plugin.getConfiguration(), where), executions);
  }

  private Optional<Xpp3Dom> marked(Object configuration, String where) {
    return Optional.ofNullable(configuration)
        .map(Xpp3Dom.class::cast)
        .map(dom -> marks.mark(dom, where));
  }
}
