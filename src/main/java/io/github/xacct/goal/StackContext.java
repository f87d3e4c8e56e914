package io.github.xacct.goal;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.goal.configuration.KnownEnvironments;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.StackPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the goals that work on whole accounts have in common: the plan, its scope, the way in. */
final class StackContext {
  private final GoalContext goal;
  private final Settings settings;
  private final boolean codePipelineRole;
  private final boolean allowSharedAccount;

  /**
   * The stacks that follow from settings.
   *
   * @param codePipelineRole whether CodePipeline's own action gets a role
   * @param allowSharedAccount whether two environments may be in one account
   */
  StackContext(
      GoalContext goal, Settings settings, boolean codePipelineRole, boolean allowSharedAccount) {
    this.goal = goal;
    this.settings = settings;
    this.codePipelineRole = codePipelineRole;
    this.allowSharedAccount = allowSharedAccount;
  }

  /** All environments of the pom, whichever was chosen: the development account serves them all. */
  StackPlan plan() {
    return plan(settings.pipeline());
  }

  /** The same with another pipeline. */
  StackPlan plan(Optional<PipelineSettings> pipeline) {
    return new StackRequests(
            settings,
            goal.configuration(),
            goal.facts().javaRelease(),
            codePipelineRole,
            allowSharedAccount)
        .plan(pipeline);
  }

  /** One place if {@code -Denv} chose one, else all. */
  Scope scope() {
    if (goal.isTools()) {
      return new Scope(true, List.of());
    }
    return settings
        .environment()
        .map(environment -> new Scope(false, List.of(environment.name())))
        .orElseGet(() -> new Scope(true, settings.all().stream().map(Environment::name).toList()));
  }

  /** AWS, or the embedded one with nothing in its accounts but what was made by stacks. */
  Stage stage() {
    return goal.stage(settings, List.of());
  }

  /** The way into each account. */
  StackAccounts accounts(Stage stage) {
    return new StackAccounts(
        name -> name.equals("xacct.profile") ? goal.profile() : property(name),
        stage.rehearsal(),
        settings.registry().account(),
        RunName.of(goal.facts()).sessionName(),
        sleeper());
  }

  private Optional<String> property(String name) {
    return Optional.ofNullable(goal.facts().projectProperties().getProperty(name))
        .filter(Element::isWritten);
  }

  /** Lets the pauses between two questions pass. */
  Sleeper sleeper() {
    return goal.venue().pauses();
  }

  /** The command that does the same again. */
  String command(String name) {
    var command = new StringBuilder("mvn xacct:" + name);
    goal.configuration().env().ifPresent(env -> command.append(" -Denv=").append(env));
    if (goal.isTools()) {
      command.append(" -Denv=tools");
    }
    if (goal.venue().rehearsed()) {
      command.append(" -Dxacct.rehearse");
    }
    return command.toString();
  }

  /** What bootstrap has found out so far. */
  KnownEnvironments known() {
    return new KnownEnvironments(
        goal.environmentsFile(),
        goal.outputFolder().resolve(".environments.lock"),
        settings.app(),
        file -> goal.log().info("Wrote " + file));
  }

  /** Into the repository, where the pipeline's builds look for them; what is there stays. */
  void keep(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        RevisionFiles.write(file, text, goal.reporter());
      } else if (!Files.readString(file).equals(text)) {
        goal.log().info("Kept " + file + ", which differs from the plugin's own.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
