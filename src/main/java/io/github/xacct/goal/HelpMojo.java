package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.help.ConfigurationSchema;
import io.github.xacct.goal.help.ElementTexts;
import io.github.xacct.goal.help.HelpText;
import io.github.xacct.goal.help.PluginFacts;
import io.github.xacct.model.Spelling;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Prints the goals in the order in which a team uses them, with their parameters and the elements
 * of the configuration.
 */
@Mojo(name = "help", requiresProject = false, threadSafe = true)
public class HelpMojo extends AbstractMojo {

  /** Name of a goal, which is printed with all its parameters and their elements. */
  @Parameter(property = "goal")
  private String goal;

  /** Name of an element of the configuration, which is printed with those in it. */
  @Parameter(property = "element")
  private String element;

  /** Print the parameters of all goals and all elements. */
  @Parameter(property = "detail", defaultValue = "false")
  private boolean detail;

  /** File to write an XML Schema of the configuration to, for completion in an editor. */
  @Parameter(property = "schema")
  private File schema;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  @Override
  public void execute() throws MojoFailureException {
    var facts = new PluginFacts(plugin);
    if (schema != null) {
      write(schema.toPath(), new ConfigurationSchema(facts, ElementTexts.read()).text());
    } else {
      getLog().info(text(facts, new HelpText(facts, ElementTexts.read())));
    }
  }

  private String text(PluginFacts facts, HelpText help) throws MojoFailureException {
    if (Element.isWritten(element)) {
      String found = help.elements(element.trim().replaceAll("[<>]", ""));
      return found.isEmpty() ? unknown("element", element, HelpText.names()) : found;
    }
    if (!Element.isWritten(goal)) {
      return help.overview(detail);
    }
    String name = goal.trim().replaceFirst("^xacct:", "");
    var known = facts.goals().stream().filter(each -> each.name().equals(name)).findFirst();
    return known.isPresent()
        ? help.goal(known.get())
        : unknown("goal", name, facts.goals().stream().map(PluginFacts.Goal::name).toList());
  }

  private static String unknown(String what, String name, Collection<String> known)
      throws MojoFailureException {
    throw new MojoFailureException(
        "unknown %s '%s': %s"
            .formatted(
                what,
                name,
                Spelling.nearest(name, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("expected one of " + String.join(", ", known))));
  }

  private void write(Path file, String text) throws MojoFailureException {
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(file, text);
      getLog().info("Wrote " + file);
    } catch (IOException e) {
      throw new MojoFailureException("Cannot write " + file + ": " + e);
    }
  }
}
