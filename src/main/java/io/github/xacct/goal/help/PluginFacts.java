package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/** What the plugin's descriptor says of goals and their parameters, as text for people. */
public final class PluginFacts {

  /**
   * A goal and its parameters.
   *
   * @param phase that it is bound to without {@code <phase>}; empty for none
   */
  public record Goal(String name, String description, String phase, List<Setting> settings) {}

  /**
   * A parameter of a goal.
   *
   * @param element in the configuration
   * @param property of the command line; empty for none
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

  /** All goals along the team's way. */
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

  /** What would be too long for a Javadoc, and out of date there. */
  private static String more(String parameter) {
    return parameter.equals("fault") ? " All of them: " + faults() + "." : "";
  }

  private static String faults() {
    return String.join(", ", RehearsalOptions.names());
  }

  /** Without tags and references to characters. */
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
