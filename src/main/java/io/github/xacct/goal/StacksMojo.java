package io.github.xacct.goal;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.goal.configuration.NeededEnvironments;
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
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that work on whole accounts have in common: the plan, its scope, the way in. */
abstract class StacksMojo extends XacctMojo {
  /**
   * Whether CodePipeline's own CodeDeployToECS action gets a role in each environment, and read
   * access to the artifacts.
   */
  @Parameter(property = "xacct.codePipelineRole", defaultValue = "false")
  private String codePipelineRole;

  /** Whether two environments may be in one account. */
  @Parameter(property = "xacct.allowSharedAccount", defaultValue = "false")
  private String allowSharedAccount;

  @Override
  final boolean mayChooseTools() {
    return true;
  }

  @Override
  NeededEnvironments needed() {
    return NeededEnvironments.ANY;
  }

  /** All environments of the pom, whichever was chosen: the development account serves them all. */
  final StackPlan plan(Settings settings) {
    return plan(settings, settings.pipeline());
  }

  /** The same with another pipeline. */
  final StackPlan plan(Settings settings, Optional<PipelineSettings> pipeline) {
    return new StackRequests(
            settings,
            configuration(),
            facts().javaRelease(),
            isTrue(codePipelineRole),
            isTrue(allowSharedAccount))
        .plan(pipeline);
  }

  /** One place if {@code -Denv} chose one, else all. */
  final Scope scope(Settings settings) {
    if (isTools()) {
      return new Scope(true, List.of());
    }
    return settings
        .environment()
        .map(environment -> new Scope(false, List.of(environment.name())))
        .orElseGet(() -> new Scope(true, settings.all().stream().map(Environment::name).toList()));
  }

  /** AWS, or the embedded one with nothing in its accounts but what was made by stacks. */
  final Stage emptyStage(Settings settings) {
    return stage(settings, List.of());
  }

  /** The way into each account. */
  final StackAccounts accounts(Settings settings, Stage stage) {
    return new StackAccounts(
        name -> name.equals("xacct.profile") ? profile() : property(name),
        stage.rehearsal(),
        settings.registry().account(),
        RunName.of(facts()).sessionName(),
        sleeper());
  }

  private Optional<String> property(String name) {
    return Optional.ofNullable(facts().projectProperties().getProperty(name))
        .filter(Element::isWritten);
  }

  final Sleeper sleeper() {
    return venue().pauses();
  }

  /** The command that does the same again. */
  final String command(String goal) {
    var command = new StringBuilder("mvn xacct:" + goal);
    configuration().env().ifPresent(env -> command.append(" -Denv=").append(env));
    if (isTools()) {
      command.append(" -Denv=tools");
    }
    if (rehearsing()) {
      command.append(" -Dxacct.rehearse");
    }
    return command.toString();
  }

  /** What bootstrap has found out so far. */
  final KnownEnvironments known(Settings settings) {
    return new KnownEnvironments(
        environmentsFile(),
        outputFolder().resolve(".environments.lock"),
        settings.app(),
        file -> getLog().info("Wrote " + file));
  }

  /** Into the repository, where the pipeline's builds look for them; what is there stays. */
  final void keep(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        RevisionFiles.write(file, text, reporter());
      } else if (!Files.readString(file).equals(text)) {
        getLog().info("Kept " + file + ", which differs from the plugin's own.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
