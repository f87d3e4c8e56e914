package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Expressions;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.configuration.xml.Node;
import io.github.xacct.goal.configuration.xml.StrayText;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** The {@code <configuration>} of this goal in the POM, as merged by Maven. */
public final class PomConfiguration {
  private final MavenProject project;
  private final MavenSession session;
  private final Optional<MojoExecution> execution;

  /**
   * @param execution null outside of Maven, where only the goal's parameters are known
   */
  public PomConfiguration(
      MavenProject project, MavenSession session, @Nullable MojoExecution execution) {
    this.project = project;
    this.session = session;
    this.execution = Optional.ofNullable(execution);
  }

  /** Whether this is the configuration of the given goal. */
  public boolean isOfGoal(String goal) {
    return execution.filter(e -> e.getGoal().equals(goal)).isPresent();
  }

  /**
   * Returns the whole configuration. Maven drops elements for which the goal has no parameter, so
   * those are read from the model.
   *
   * @param structures elements that Maven passed to the goal; null if not written
   */
  public Node with(PlexusConfiguration... structures) {
    var children = new ArrayList<Node>();
    List<Node> handed = Stream.of(structures).filter(Objects::nonNull).map(Node::of).toList();
    children.addAll(handed);
    var names = new HashSet<>(handed.stream().map(Node::name).toList());
    for (Node child : written()) {
      // The first element of each name was passed by Maven, in its processed form.
      if (!names.remove(child.name())) {
        children.add(child);
      }
    }
    return Node.group("configuration", children);
  }

  private List<Node> written() {
    return execution.flatMap(this::ofModel).map(dom -> Node.of(dom).children()).orElse(List.of());
  }

  /** Returns the configuration of the execution, else of the plugin, as Maven does. */
  private Optional<Xpp3Dom> ofModel(MojoExecution running) {
    return Stream.of(
            project.getBuild() == null ? null : project.getBuild().getPlugins(),
            project.getPluginManagement() == null
                ? null
                : project.getPluginManagement().getPlugins())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(plugin -> isOurs(plugin, running))
        .findFirst()
        .map(
            plugin ->
                plugin.getExecutions().stream()
                    .filter(e -> Objects.equals(e.getId(), running.getExecutionId()))
                    .findFirst()
                    .map(e -> e.getConfiguration())
                    .orElse(plugin.getConfiguration()))
        .filter(Xpp3Dom.class::isInstance)
        .map(Xpp3Dom.class::cast);
  }

  private static boolean isOurs(Plugin plugin, MojoExecution running) {
    return plugin.getGroupId().equals(running.getGroupId())
        && plugin.getArtifactId().equals(running.getArtifactId());
  }

  /** Reports unknown properties, invalid values and properties without effect. */
  public void checkProperties(Node whole, ConfigurationProblems problems) {
    if (session == null) {
      return;
    }
    List<String> names =
        whole.children().stream()
            .filter(child -> child.name().equals("environments"))
            .flatMap(child -> child.children().stream())
            .flatMap(environment -> environment.textOf("name").stream())
            .toList();
    Properties commandLine = session.getUserProperties();
    new UserPropertyCheck(
            commandLine, session.getSystemProperties(), project.getProperties(), names, problems)
        .run();
    whole.children().forEach(child -> checkEffect(child, commandLine, problems));
    checkFile(commandLine, problems);
    checkRehearsal(whole, problems);
  }

  /** Reports faults without a rehearsal, which must not become a real deployment. */
  private void checkRehearsal(Node whole, ConfigurationProblems problems) {
    String switchOn = GoalParameter.REHEARSE.property();
    Properties commandLine = session.getUserProperties();
    boolean rehearses =
        Stream.of(
                Optional.ofNullable(commandLine.getProperty(switchOn)),
                Optional.ofNullable(session.getSystemProperties().getProperty(switchOn)),
                Optional.ofNullable(project.getProperties().getProperty(switchOn)),
                whole.children().stream()
                    .filter(child -> child.name().equals("rehearse"))
                    .map(Node::text)
                    .findFirst())
            .flatMap(Optional::stream)
            .anyMatch(
                value -> !value.trim().equals("false")); // invalid values are reported elsewhere
    if (rehearses || execution.filter(e -> e.getGoal().equals("rehearsal")).isPresent()) {
      return;
    }
    String fault = GoalParameter.REHEARSE_FAULT.property();
    if (commandLine.containsKey(fault)) {
      problems.add(
          "-D" + fault, "only a rehearsal has faults: add -D" + switchOn + ", or leave it out");
    }
  }

  /**
   * Reports missing files, but only for parameters of this goal: another goal of the same command
   * may write them.
   */
  private void checkFile(Properties commandLine, ConfigurationProblems problems) {
    needed(GoalParameter.IMAGE, commandLine)
        .flatMap(text -> ImageOption.problemOfFile(text, project.getBasedir().toPath()))
        .ifPresent(problem -> problems.add("-D" + GoalParameter.IMAGE.property(), problem));
    needed(GoalParameter.COPY_FROM, commandLine)
        .map(text -> project.getBasedir().toPath().resolve(text.trim()))
        .filter(file -> !Files.exists(file))
        .ifPresent(
            file ->
                problems.add(
                    "-D" + GoalParameter.COPY_FROM.property(),
                    "there is no file "
                        + file
                        + ": expected a tarball or the folder of an OCI layout"));
  }

  /** Returns the command line's value of a parameter that this goal has. */
  private Optional<String> needed(GoalParameter parameter, Properties commandLine) {
    return execution
        .map(MojoExecution::getMojoDescriptor)
        .filter(mojo -> mojo.getParameterMap().containsKey(parameter.element().orElseThrow()))
        .map(mojo -> commandLine.getProperty(parameter.property()))
        .filter(text -> !text.isBlank());
  }

  /** Reports properties without effect because the configuration takes precedence. */
  private void checkEffect(Node element, Properties commandLine, ConfigurationProblems problems) {
    GoalParameter.ofElement(element.name()).stream()
        .flatMap(PomConfiguration::properties)
        .filter(name -> element.hasText() && commandLine.containsKey(name))
        .filter(name -> !commandLine.getProperty(name).trim().equals(element.text().trim()))
        .forEach(
            name ->
                problems.add(
                    "-D" + name,
                    """
                        has no effect, because the pom's <configuration> has <%s>%s</%s>: \
                        remove that, or write it as the property %s in <properties>"""
                        .formatted(element.name(), element.text().trim(), element.name(), name)));
  }

  /** Returns the properties of a parameter; {@code env} is a short form. */
  private static Stream<String> properties(GoalParameter parameter) {
    return parameter == GoalParameter.ENV
        ? Stream.of(parameter.property(), "env")
        : Stream.of(parameter.property());
  }

  /** Reports text that Maven has dropped from the POM and its parents. */
  public void checkText(ConfigurationProblems problems) {
    if (execution.isPresent()) {
      for (MavenProject level = project; level != null; level = level.getParent()) {
        if (level.getFile() != null && level.getFile().isFile()) {
          new StrayText(problems).in(level.getFile());
        }
      }
    }
  }

  /** Returns the expressions that Maven evaluates in the configuration. */
  public Expressions expressions() {
    if (execution.isEmpty()) {
      return Expressions.none();
    }
    Set<String> names = new TreeSet<>(project.getProperties().stringPropertyNames());
    names.addAll(session.getUserProperties().stringPropertyNames());
    var evaluator = new PluginParameterExpressionEvaluator(session, execution.get());
    return new Expressions(text -> value(evaluator, text), names);
  }

  private static Optional<String> value(PluginParameterExpressionEvaluator evaluator, String text) {
    try {
      return Optional.ofNullable(evaluator.evaluate(text))
          .map(String::valueOf)
          .filter(value -> !value.equals(text));
    } catch (ExpressionEvaluationException e) {
      return Optional.empty();
    }
  }
}
