package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import io.github.xacct.revision.AppContainer;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TaskDefinitionTemplate;
import io.github.xacct.revision.Template;
import io.github.xacct.revision.TemplateGlance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The task definition and the AppSpec of one environment: from the user's template files in {@code
 * src/main/ecs} where there are any, else from the configuration.
 */
final class RevisionFiles {
  private final ProjectFacts project;
  private final Environment environment;
  private final boolean containerNamed;
  private final UnaryOperator<AppSpec> fault;

  /**
   * @param containerNamed whether the user wrote the container's name, so that a template with
   *     several containers is clear
   */
  RevisionFiles(ProjectFacts project, Environment environment, boolean containerNamed) {
    this(project, environment, containerNamed, spec -> spec);
  }

  /** With a fault of a rehearsal in the AppSpec. */
  RevisionFiles(
      ProjectFacts project,
      Environment environment,
      boolean containerNamed,
      UnaryOperator<AppSpec> fault) {
    this.fault = fault;
    this.project = project;
    this.environment = environment;
    this.containerNamed = containerNamed;
  }

  /** The task definition; its app's image is a placeholder still. */
  TaskDefinition taskDefinition() {
    return taskDefinitionTemplate()
        .map(
            template ->
                TaskDefinitionTemplate.render(
                    template,
                    containerNamed
                        ? AppContainer.of(environment.task())
                        : AppContainer.theOnlyOne(),
                    values()))
        .map(file -> file.withRolesOf(environment.account(), environment.region()))
        .orElseGet(() -> GeneratedTaskDefinition.of(environment));
  }

  /** The file of the user's own that the task definition comes from, if there is one. */
  Optional<Template> taskDefinitionTemplate() {
    return template("taskdef", "json");
  }

  /** Family and roles that this file names, though not all of its values may be known. */
  Optional<TemplateGlance> glance() {
    return taskDefinitionTemplate().map(template -> TemplateGlance.of(template, values()));
  }

  /** The AppSpec; it names a placeholder instead of a revision still. */
  AppSpec appSpec(TaskDefinition taskDefinition) {
    return template("appspec", "yaml")
        .or(() -> template("appspec", "yml"))
        .map(template -> AppSpec.fromTemplate(template, taskDefinition, values()))
        .or(() -> Optional.of(AppSpec.of(environment.appSpec(), taskDefinition)))
        .map(fault)
        .orElseThrow();
  }

  /** The environment's own file before the one that all share. */
  private Optional<Template> template(String name, String extension) {
    Path folder = project.basedir().resolve("src").resolve("main").resolve("ecs");
    return Stream.of(name + "-" + environment.name() + "." + extension, name + "." + extension)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(this::read);
  }

  private Template read(Path file) {
    try {
      String name = project.basedir().relativize(file).toString();
      return new Template(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Variables of the environment before properties before variables of this process. */
  private Function<String, Optional<String>> values() {
    return name ->
        Optional.ofNullable(environment.variables().get(name))
            .or(() -> Optional.ofNullable(project.projectProperties().getProperty(name)))
            .or(() -> projectCoordinate(name))
            .or(
                () ->
                    Optional.ofNullable(
                        project
                            .environmentVariables()
                            .get(name.startsWith("env.") ? name.substring(4) : name)));
  }

  private Optional<String> projectCoordinate(String name) {
    return switch (name) {
      case "project.artifactId" -> Optional.of(project.artifactId());
      case "project.version" -> Optional.of(project.version());
      case "xacct.env" -> Optional.of(environment.name());
      case "xacct.account" -> Optional.of(environment.account().value());
      case "xacct.region" -> Optional.of(environment.region().id());
      default -> Optional.empty();
    };
  }

  /** Writes a file of the environment and tells so. */
  static void write(Path file, String text, Reporter reporter) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      reporter.tell(new Event.FileWritten(file));
    } catch (IOException e) {
      throw XacctException.yours("Cannot write " + file + ".").evidence(e.toString());
    }
  }
}
