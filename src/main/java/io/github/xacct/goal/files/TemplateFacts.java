package io.github.xacct.goal.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.TemplateOutline;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Updates environments from their template files: family, roles and container of a task definition
 * that is registered from a file are those of the file, not of {@code <task>}. So repository
 * policy, stacks, checks and rehearsed accounts use the same execution role.
 */
public final class TemplateFacts {
  private final Function<Environment, RevisionFiles> files;
  private final BiConsumer<Environment, TemplateOutline> read;
  private final BiConsumer<Environment, XacctException> unreadable;
  private final boolean needed;

  /**
   * @param files files of an environment
   * @param read receives the outline of each file
   * @param unreadable receives the problem of a file that is not required
   * @param needed whether the chosen environment's file is required; stopping a deployment, for
   *     example, does not require it
   */
  public TemplateFacts(
      Function<Environment, RevisionFiles> files,
      BiConsumer<Environment, TemplateOutline> read,
      BiConsumer<Environment, XacctException> unreadable,
      boolean needed) {
    this.files = files;
    this.read = read;
    this.unreadable = unreadable;
    this.needed = needed;
  }

  /**
   * Returns the settings with the files' values.
   *
   * @throws XacctException if the file of the chosen environment, or of any environment if none is
   *     chosen, is required and cannot be read
   */
  public Settings in(Settings settings) {
    return settings.withEnvironments(environment -> in(settings, environment));
  }

  private Environment in(Settings settings, Environment environment) {
    try {
      return files.apply(environment).glance().map(g -> with(g, environment)).orElse(environment);
    } catch (XacctException e) {
      boolean other =
          settings.environment().filter(chosen -> !chosen.equals(environment)).isPresent();
      if (!other && needed) {
        files.apply(environment).taskDefinition(); // throws with all problems of the file
        throw e;
      }
      unreadable.accept(environment, e);
      return environment;
    }
  }

  private Environment with(TemplateOutline glance, Environment environment) {
    read.accept(environment, glance);
    TaskSettings task = container(glance, environment.task());
    return environment.withTask(
        task.registeredAs(
            glance.family().filter(TemplateFacts::isFamily).orElse(task.family()),
            glance.executionRole().flatMap(role -> role(role, environment)),
            glance.taskRole().flatMap(role -> role(role, environment))));
  }

  /** Returns the task with the file's container, whose image other goals read. */
  private static TaskSettings container(TemplateOutline glance, TaskSettings task) {
    JsonNode container = glance.appContainer(task.containerName());
    try {
      return task.withContainer(
          container.path("name").asText(task.containerName()),
          TemplateOutline.port(container, task.containerPort()));
    } catch (IllegalArgumentException e) {
      return task; // not a name: reported when the whole file is read
    }
  }

  private static boolean isFamily(String text) {
    try {
      return AwsName.FAMILY.check(text).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Parses a role; an invalid one is reported when the whole file is read. */
  private static Optional<RoleArn> role(String nameOrArn, Environment environment) {
    try {
      return Optional.of(
          RoleArn.parse(nameOrArn, environment.region().partition(), environment.account()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
