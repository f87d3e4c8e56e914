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
 * The environments as their template files say: family, roles and container of a task definition
 * that will be registered from a file are the file's, whatever {@code <task>} says. So who may pull
 * the image is one value for the repository's policy, the stacks, the checks and the rehearsed
 * accounts.
 */
public final class TemplateFacts {
  private final Function<Environment, RevisionFiles> files;
  private final BiConsumer<Environment, TemplateOutline> read;
  private final BiConsumer<Environment, XacctException> unreadable;
  private final boolean needed;

  /**
   * @param files of an environment
   * @param read receives what each file says
   * @param unreadable receives what is wrong with a file that is not needed
   * @param needed whether the chosen environment's file is; somebody who stops a deployment does
   *     not wait for it to be in order
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
   * The settings with the files' values.
   *
   * @throws XacctException if it is needed and the file of the chosen environment, or of any if
   *     none was chosen, does not say who pulls
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
        files.apply(environment).taskDefinition(); // with all that is wrong with the file
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

  /** Others than the deployment ask the app's container which image it runs. */
  private static TaskSettings container(TemplateOutline glance, TaskSettings task) {
    JsonNode container = glance.appContainer(task.containerName());
    try {
      return task.withContainer(
          container.path("name").asText(task.containerName()),
          TemplateOutline.port(container, task.containerPort()));
    } catch (IllegalArgumentException e) {
      return task; // no name: a mistake of the file, reported when the whole of it is read
    }
  }

  private static boolean isFamily(String text) {
    try {
      return AwsName.FAMILY.check(text).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What is no role is a mistake of the file, reported when the whole of it is read. */
  private static Optional<RoleArn> role(String nameOrArn, Environment environment) {
    try {
      return Optional.of(
          RoleArn.parse(nameOrArn, environment.region().partition(), environment.account()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
