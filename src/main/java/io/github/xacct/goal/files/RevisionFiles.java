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
 * The task definition and the AppSpec of one environment: from the user's template files in {@code
 * src/main/ecs} where there are any, else from the configuration.
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
   * @param container as far as the user wrote which one is the app's
   * @param environments every name that the configuration has
   * @param warnings takes what AWS may accept and somebody should look at
   * @param notes takes where values came from
   * @param fault of a rehearsal in the AppSpec
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

  /** Without warnings and faults. */
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

  /** The task definition; its app's image is a placeholder still. */
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

  /** The file of the user's own that the task definition comes from, if there is one. */
  public Optional<TemplateFile> taskDefinitionTemplate() {
    return folder.taskDefinition(environment.name());
  }

  /** Family and roles that this file names, though not all of its values may be known. */
  Optional<TemplateOutline> glance() {
    return taskDefinitionTemplate()
        .map(template -> TemplateOutline.of(template, new TemplateSources(project, environment)));
  }

  /** An AppSpec file says itself which container and port the load balancer talks to. */
  private AppContainer app() {
    return folder.appSpec(environment.name()).isPresent() ? container.behindAnother() : container;
  }

  /** The AppSpec; it names a placeholder instead of a revision still. */
  public AppSpec appSpec(TaskDefinition taskDefinition) {
    return fault.apply(soundAppSpec(taskDefinition));
  }

  /** The AppSpec without a rehearsal's fault in it. */
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

  /** Says which values came from where nobody sees them in the project. */
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

  /** Writes a file of the environment and reports so. */
  public static void write(Path file, String text, Reporter reporter) {
    try {
      SharedFile.replace(file, text);
      reporter.report(new Event.FileWritten(file));
    } catch (IOException e) {
      throw XacctException.yours("Cannot write " + file + ".").evidence(e.toString());
    }
  }
}
