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

/** What goals on the stacks of whole accounts need: the plan, its scope, access to accounts. */
final class StackContext {
  private final GoalContext goal;
  private final Settings settings;
  private final boolean codePipelineRole;
  private final boolean allowSharedAccount;

  /**
   * Creates the context for the stacks of these settings.
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

  /** Returns the stacks of all environments, whichever is chosen. */
  StackPlan plan() {
    return plan(settings.pipeline());
  }

  /** Returns the stacks with another pipeline than that of the POM. */
  StackPlan plan(Optional<PipelineSettings> pipeline) {
    return new StackRequests(
            settings,
            goal.configuration(),
            goal.facts().javaRelease(),
            codePipelineRole,
            allowSharedAccount)
        .plan(pipeline);
  }

  /** Returns the scope: what {@code -Denv} chooses, else all accounts. */
  Scope scope() {
    if (goal.isTools()) {
      return new Scope(true, List.of());
    }
    return settings
        .environment()
        .map(environment -> new Scope(false, List.of(environment.name())))
        .orElseGet(() -> new Scope(true, settings.all().stream().map(Environment::name).toList()));
  }

  /** Connects to AWS, or starts the embedded AWS with only the resources of its stacks. */
  Stage stage() {
    return goal.stage(settings, List.of());
  }

  /** Returns access to each account. */
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

  /** Returns what sleeps between two requests. */
  Sleeper sleeper() {
    return goal.venue().pauses();
  }

  /** Returns the command that runs the goal again. */
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

  /** Returns the file of the results of bootstrap. */
  KnownEnvironments known() {
    return new KnownEnvironments(
        goal.environmentsFile(),
        goal.outputFolder().resolve(".environments.lock"),
        settings.app(),
        file -> goal.log().info("Wrote " + file));
  }

  /** Writes a file of the repository that the pipeline's builds read, unless it exists. */
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
