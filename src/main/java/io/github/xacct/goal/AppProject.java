package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Doubts;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.console.RunWarnings;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.goal.files.TemplateFacts;
import io.github.xacct.model.Environment;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TemplateOutline;

/**
 * The app as its project says it is: configuration and template files, looked at together.
 *
 * @param written the configuration
 * @param venue where the goal plays
 */
record AppProject(ProjectFacts facts, Configuration written, Venue venue, RunWarnings warnings) {

  /**
   * The settings of a goal: what the template files say is in them, and what is doubtful is warned
   * of.
   *
   * @param settings as configured them
   * @param needsTemplates whether the goal works with template files
   * @param buildsImage whether the goal builds the image
   */
  Settings complete(Settings settings, boolean needsTemplates, boolean buildsImage) {
    var complete =
        new TemplateFacts(
                this::files,
                (environment, glance) -> reportOverrides(environment, glance, needsTemplates),
                warnings::unreadable,
                needsTemplates)
            .in(settings);
    Doubts.of(complete).forEach(warnings::warn);
    return venue.adapt(complete, buildsImage, written.tagsNamed());
  }

  private void reportOverrides(
      Environment environment, TemplateOutline glance, boolean needsTemplates) {
    if (needsTemplates) {
      String file = files(environment).taskDefinitionTemplate().orElseThrow().file();
      warnings.overrides(environment, written.task(environment), glance, file);
    }
  }

  /** The task definition and AppSpec of an environment. */
  RevisionFiles files(Environment environment) {
    return new RevisionFiles(
        facts,
        environment,
        written.appContainer(environment),
        written.environmentNames(),
        warnings::warn,
        warnings::note,
        venue.wronged());
  }

  /** The settings with the image for an environment: of the architecture of its tasks. */
  Settings withImageFor(Environment environment, Settings settings) {
    var tasks = files(environment).taskDefinition().architecture();
    return settings.withImage(venue.imageFor(tasks, settings.image(), written.platformNamed()));
  }

  /** Warns of variables that everybody can read. */
  TaskDefinition warnOfSecrets(TaskDefinition taskDefinition) {
    warnings.secrets(taskDefinition);
    return taskDefinition;
  }
}
