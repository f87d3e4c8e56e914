package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requirements that a goal declares, which are checked in one place.
 *
 * @param environments whether {@code -Denv} has to choose one
 * @param tools whether {@code -Denv=tools} may choose the development account
 * @param complete whether the configuration has to be complete
 * @param templates whether it reads template files; false if it works on what is deployed
 * @param image whether it builds the image of the app
 * @param online its name in the error if Maven is offline; empty if it works offline
 * @param output text or json, as written; empty if it prints only text
 */
record GoalNeeds(
    NeededEnvironments environments,
    boolean tools,
    boolean complete,
    boolean templates,
    boolean image,
    Optional<String> online,
    Optional<String> output) {

  /** Requires an environment, chosen by {@code -Denv}. */
  static GoalNeeds oneEnvironment() {
    return of(NeededEnvironments.ONE);
  }

  /** Accepts an environment, chosen by {@code -Denv}; without it the goal works on all. */
  static GoalNeeds anyEnvironment() {
    return of(NeededEnvironments.ANY);
  }

  private static GoalNeeds of(NeededEnvironments environments) {
    return new GoalNeeds(
        environments, false, true, true, false, Optional.empty(), Optional.empty());
  }

  /** Accepts {@code -Denv=tools} for the development account, too. */
  GoalNeeds orTools() {
    return new GoalNeeds(environments, true, complete, templates, image, online, output);
  }

  /** Accepts a configuration without the environment. */
  GoalNeeds incomplete() {
    return new GoalNeeds(environments, tools, false, templates, image, online, output);
  }

  /** Requires no template files. */
  GoalNeeds withoutTemplates() {
    return new GoalNeeds(environments, tools, complete, false, image, online, output);
  }

  /** Sets whether this run builds the image. */
  GoalNeeds image(boolean made) {
    return new GoalNeeds(environments, tools, complete, templates, made, online, output);
  }

  /** Requires the network; the error if Maven is offline has this name. */
  GoalNeeds online(String goal) {
    return new GoalNeeds(
        environments, tools, complete, templates, image, Optional.of(goal), output);
  }

  /** Sets the output format, as written. */
  GoalNeeds printing(@Nullable String form) {
    return new GoalNeeds(
        environments, tools, complete, templates, image, online, Optional.ofNullable(form));
  }
}
