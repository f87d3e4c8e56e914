package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/** The goals and parameters in the plugin's descriptor, as plain text. */
public final class PluginFacts {

  /**
   * A goal and its parameters.
   *
   * @param phase default phase; empty if there is none
   */
  public record Goal(String name, String description, String phase, List<Setting> settings) {}

  /**
   * A parameter of a goal.
   *
   * @param element name of the element in the configuration
   * @param property property of the command line; empty if there is none
   */
  record Setting(String element, String property, String byDefault, String description) {}

  private final PluginDescriptor plugin;

  public PluginFacts(PluginDescriptor plugin) {
    this.plugin = plugin;
  }

  String version() {
    return plugin.getVersion();
  }

  String description() {
    return text(plugin.getDescription());
  }

  /** Returns all goals in the order in which a team uses them. */
  public List<Goal> goals() {
    return plugin.getMojos().stream()
        .map(PluginFacts::goal)
        .sorted(Comparator.comparing(Goal::name, TeamsWay.order()))
        .toList();
  }

  private static Goal goal(MojoDescriptor mojo) {
    List<Setting> settings =
        Optional.ofNullable(mojo.getParameters()).stream()
            .flatMap(List::stream)
            .filter(Parameter::isEditable)
            .map(PluginFacts::setting)
            .sorted(Comparator.comparing(Setting::element))
            .toList();
    return new Goal(
        mojo.getGoal(),
        text(mojo.getDescription()),
        Objects.requireNonNullElse(mojo.getPhase(), ""),
        settings);
  }

  private static Setting setting(Parameter parameter) {
    String property =
        Objects.requireNonNullElse(parameter.getExpression(), "").replaceAll("^\\$\\{|}$", "");
    String byDefault = Objects.requireNonNullElse(parameter.getDefaultValue(), "");
    return new Setting(
        parameter.getName(),
        property,
        byDefault.startsWith("${") ? "" : byDefault,
        text(parameter.getDescription()) + more(parameter.getName()));
  }

  /** Returns an addition to a description that is computed, so that it is always current. */
  private static String more(String parameter) {
    return parameter.equals("fault") ? " All of them: " + faults() + "." : "";
  }

  private static String faults() {
    return String.join(", ", RehearsalOptions.names());
  }

  /** Converts HTML to plain text. */
  private static String text(String html) {
    return Objects.requireNonNullElse(html, "")
        .replaceAll("</?(code|p|a|em|i|b|ul|li)( [^>]*)?>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .replaceAll(" ([,.;:)])(?= |$)", "$1")
        .trim();
  }
}
