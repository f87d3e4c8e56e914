package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a goal declares of itself, so that it is checked and refused in one place.
 *
 * @param environments whether {@code -Denv} must choose one
 * @param tools whether {@code -Denv=tools} may choose the development account
 * @param complete whether the configuration must be complete
 * @param templates whether it works with template files, and not on what is deployed already
 * @param image whether it makes an image of the app, which else is made by others
 * @param online its name in the refusal to work offline; absent if it can
 * @param output text or json, as written; absent if it prints text only
 */
record GoalNeeds(
    NeededEnvironments environments,
    boolean tools,
    boolean complete,
    boolean templates,
    boolean image,
    Optional<String> online,
    Optional<String> output) {

  /** A goal that works on the environment that {@code -Denv} must choose. */
  static GoalNeeds oneEnvironment() {
    return of(NeededEnvironments.ONE);
  }

  /** A goal that works on the environment that {@code -Denv} chooses, or on all. */
  static GoalNeeds anyEnvironment() {
    return of(NeededEnvironments.ANY);
  }

  private static GoalNeeds of(NeededEnvironments environments) {
    return new GoalNeeds(
        environments, false, true, true, false, Optional.empty(), Optional.empty());
  }

  /** The same, and {@code -Denv=tools} chooses the development account instead. */
  GoalNeeds orTools() {
    return new GoalNeeds(environments, true, complete, templates, image, online, output);
  }

  /** The same with a configuration that need not have the environment yet. */
  GoalNeeds incomplete() {
    return new GoalNeeds(environments, tools, false, templates, image, online, output);
  }

  /** The same on what is deployed already. */
  GoalNeeds withoutTemplates() {
    return new GoalNeeds(environments, tools, complete, false, image, online, output);
  }

  /** The same with an image that this run makes, or that others do. */
  GoalNeeds image(boolean made) {
    return new GoalNeeds(environments, tools, complete, templates, made, online, output);
  }

  /** The same with AWS, so that it is refused offline under this name. */
  GoalNeeds online(String goal) {
    return new GoalNeeds(
        environments, tools, complete, templates, image, Optional.of(goal), output);
  }

  /** The same with a form of what is printed, as written. */
  GoalNeeds printing(@Nullable String form) {
    return new GoalNeeds(
        environments, tools, complete, templates, image, online, Optional.ofNullable(form));
  }
}
