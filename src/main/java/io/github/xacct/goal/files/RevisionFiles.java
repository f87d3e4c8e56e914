package io.github.xacct.goal.files;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.SharedFile;
import io.github.xacct.revision.AppContainer;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TaskDefinitionTemplate;
import io.github.xacct.revision.TemplateFile;
import io.github.xacct.revision.TemplateFolder;
import io.github.xacct.revision.TemplateOutline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The task definition and the AppSpec of one environment: from template files in {@code
 * src/main/ecs} if they exist, else from the configuration.
 */
public final class RevisionFiles {
  private final ProjectFacts project;
  private final Environment environment;
  private final AppContainer container;
  private final TemplateFolder folder;
  private final Consumer<String> warnings;
  private final Consumer<String> notes;
  private final UnaryOperator<AppSpec> fault;

  /**
   * @param container name and port of the app's container as far as configured explicitly
   * @param environments names of all configured environments
   * @param warnings receives doubts about what AWS may accept
   * @param notes receives the origin of values
   * @param fault applies the faults of a rehearsal to the AppSpec
   */
  public RevisionFiles(
      ProjectFacts project,
      Environment environment,
      AppContainer container,
      Collection<String> environments,
      Consumer<String> warnings,
      Consumer<String> notes,
      UnaryOperator<AppSpec> fault) {
    this.fault = fault;
    this.project = project;
    this.environment = environment;
    this.container = container;
    this.folder = new TemplateFolder(project.basedir(), environments, warnings);
    this.warnings = warnings;
    this.notes = notes;
  }

  /** Creates files without warnings and faults. */
  public RevisionFiles(
      ProjectFacts project,
      Environment environment,
      boolean containerNamed,
      Collection<String> environments) {
    this(
        project,
        environment,
        new AppContainer(
            Optional.of(environment.task().containerName()).filter(name -> containerNamed),
            Optional.of(environment.task().containerPort()).filter(port -> containerNamed)),
        environments,
        warning -> {},
        note -> {},
        spec -> spec);
  }

  /** Returns the task definition, in which the app's image is still a placeholder. */
  public TaskDefinition taskDefinition() {
    return taskDefinitionTemplate()
        .map(
            template ->
                noting(
                    template,
                    v ->
                        TaskDefinitionTemplate.render(
                            template,
                            app(),
                            v,
                            environment.account(),
                            environment.region(),
                            warnings)))
        .orElseGet(() -> GeneratedTaskDefinition.of(environment));
  }

  /** Returns the template file of the task definition; empty if there is none. */
  public Optional<TemplateFile> taskDefinitionTemplate() {
    return folder.taskDefinition(environment.name());
  }

  /**
   * Returns the outline of the template, such as family and roles, even if some values are unknown.
   */
  Optional<TemplateOutline> glance() {
    return taskDefinitionTemplate()
        .map(template -> TemplateOutline.of(template, new TemplateSources(project, environment)));
  }

  /** Returns the app's container; an AppSpec file specifies the one behind the load balancer. */
  private AppContainer app() {
    return folder.appSpec(environment.name()).isPresent() ? container.behindAnother() : container;
  }

  /** Returns the AppSpec, in which the revision is still a placeholder. */
  public AppSpec appSpec(TaskDefinition taskDefinition) {
    return fault.apply(soundAppSpec(taskDefinition));
  }

  /** Returns the AppSpec without a rehearsal's faults. */
  public AppSpec soundAppSpec(TaskDefinition taskDefinition) {
    return folder
        .appSpec(environment.name())
        .map(template -> appSpec(template, taskDefinition))
        .orElseGet(() -> AppSpec.of(environment.appSpec(), taskDefinition));
  }

  private AppSpec appSpec(TemplateFile template, TaskDefinition taskDefinition) {
    AppSpec spec =
        noting(
            template,
            values ->
                AppSpec.fromTemplate(
                    template,
                    taskDefinition,
                    values,
                    environment.account(),
                    environment.region(),
                    warnings));
    var overrides = AppSpecOverrides.of(environment.appSpec(), spec.settings());
    if (!overrides.isEmpty()) {
      warnings.accept(
          """
          Environment %s: the AppSpec comes from %s, which differs from the pom. The \
          file takes precedence; delete from the pom: %s"""
              .formatted(environment.name(), template.file(), String.join(", ", overrides)));
    }
    return spec;
  }

  /**
   * Renders a template, and notes values from environment variables, which the project does not
   * show.
   */
  private <T> T noting(TemplateFile template, Function<TemplateSources, T> reading) {
    var sources = new TemplateSources(project, environment);
    T read = reading.apply(sources);
    if (!sources.fromProcess().isEmpty()) {
      notes.accept(
          template.file()
              + ": filled from this process's environment: "
              + String.join(", ", sources.fromProcess()));
    }
    return read;
  }

  /** Writes a file of the environment and reports it. */
  public static void write(Path file, String text, Reporter reporter) {
    try {
      SharedFile.replace(file, text);
      reporter.report(new Event.FileWritten(file));
    } catch (IOException e) {
      throw XacctException.yours("Cannot write " + file + ".").evidence(e.toString());
    }
  }
}
