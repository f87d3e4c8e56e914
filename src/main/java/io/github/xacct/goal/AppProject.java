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
 * The app as its project defines it: the configuration combined with the template files.
 *
 * @param written the configuration as written
 * @param venue where the goal runs
 */
record AppProject(ProjectFacts facts, Configuration written, Venue venue, RunWarnings warnings) {

  /**
   * Completes the settings of a goal with the values of template files, and warns of doubtful
   * values.
   *
   * @param settings settings from the configuration
   * @param needsTemplates whether the goal uses template files
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

  /** Returns the files of task definition and AppSpec for an environment. */
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

  /** Returns the settings with an image for the architecture of an environment's tasks. */
  Settings withImageFor(Environment environment, Settings settings) {
    var tasks = files(environment).taskDefinition().architecture();
    return settings.withImage(venue.imageFor(tasks, settings.image(), written.platformNamed()));
  }

  /** Warns of variables that look like secrets in plain text; returns the task definition. */
  TaskDefinition warnOfSecrets(TaskDefinition taskDefinition) {
    warnings.secrets(taskDefinition);
    return taskDefinition;
  }
}
