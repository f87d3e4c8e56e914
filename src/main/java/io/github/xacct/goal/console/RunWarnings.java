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
 * Logs each warning and note once per Maven run, even if several goals find it.
 *
 * @param context the plugin's context in this run; null if Maven provides none
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

  /** Warns of elements of {@code <task>} that a template file overrides. */
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

  /** Warns of an unreadable file of another environment, or one that the goal does not require. */
  public void unreadable(Environment environment, XacctException problem) {
    warn(
        """
        Environment %s: the task definition's file cannot be read, so roles, family and \
        container are those of the configuration. %s"""
            .formatted(environment.name(), problem.getMessage()));
  }

  /** Warns of variables that look like secrets in plain text. */
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
