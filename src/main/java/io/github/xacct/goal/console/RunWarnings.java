package io.github.xacct.goal.console;

import io.github.xacct.goal.configuration.xml.TaskXml;
import io.github.xacct.goal.files.TaskOverrides;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.PlainSecrets;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TemplateOutline;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What is reported once in a Maven run, however many goals find it.
 *
 * @param context of the plugin in this run; null where Maven gives none
 */
public record RunWarnings(@Nullable Map<String, Object> context, Log log) {

  public void warn(String text) {
    if (isFirst(text)) {
      log.warn(text);
    }
  }

  public void note(String text) {
    if (isFirst(text)) {
      log.info(text);
    }
  }

  private boolean isFirst(String text) {
    return context == null || context.put(text, true) == null;
  }

  /** What of {@code <task>} a template file sets otherwise. */
  public void overrides(
      Environment environment, Optional<TaskXml> task, TemplateOutline glance, String file) {
    var overrides = TaskOverrides.of(environment, task.orElse(null), glance);
    if (!overrides.isEmpty()) {
      warn(
          """
          Environment %s: what is registered comes from %s, which differs from <task> in \
          the pom. The file counts; delete from the pom:
            %s"""
              .formatted(environment.name(), file, String.join("\n  ", overrides)));
    }
  }

  /** Another environment's file, or one that the goal can do without. */
  public void unreadable(Environment environment, XacctException problem) {
    warn(
        """
        Environment %s: the task definition's file cannot be read, so roles, family and \
        container are those of the configuration. %s"""
            .formatted(environment.name(), problem.getMessage()));
  }

  /** Variables that everybody can read. */
  public void secrets(TaskDefinition taskDefinition) {
    PlainSecrets.in(taskDefinition)
        .forEach(
            place ->
                warn(
                    place
                        + " looks like a secret in plain text, which everybody can read who may"
                        + " read the task definition: keep it in Secrets Manager or Parameter Store"
                        + " and write its ARN to secrets"));
  }
}
