package io.github.xacct.goal;

import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.PromotionOptions;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.files.DeployedFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deploys the app to an environment, or shows what a deployment would change. */
final class DeployWork {
  private final GoalContext goal;
  private final FollowedDeployment followed;
  private final Options written;

  DeployWork(GoalContext goal, FollowedDeployment followed, Options written) {
    this.goal = goal;
    this.followed = followed;
    this.written = written;
  }

  /**
   * The goal's own parameters.
   *
   * @param image image to deploy; null for that of this build
   * @param promoteFrom environment whose image is deployed; may be null
   * @param requires environment whose tests the image must have passed; null for that of the POM
   * @param onActive action if a deployment is in flight
   * @param force whether to deploy without a change, or untested
   * @param dryRun whether nothing is changed
   */
  record Options(
      @Nullable String image,
      @Nullable String promoteFrom,
      @Nullable String requires,
      String onActive,
      boolean force,
      boolean dryRun) {}

  /** The revision to deploy, and its environment. */
  private record Revision(
      Settings settings,
      Environment environment,
      PromotionGate gate,
      TaskDefinition taskDefinition,
      AppSpec appSpec) {}

  /**
   * Creates the deployment and follows it.
   *
   * @throws XacctException if the deployment is refused or fails
   */
  void run() {
    var options = followed.options(written.onActive());
    var given = ImageOption.given(written.image(), goal.facts().basedir());
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var files = goal.app().files(environment);
    var taskDefinition = goal.app().warnOfSecrets(files.taskDefinition());
    var appSpec = files.appSpec(taskDefinition);
    var gate =
        PromotionOptions.of(
            settings, environment, written.promoteFrom(), written.requires(), written.force());
    var revision = new Revision(settings, environment, gate, taskDefinition, appSpec);
    try (var stage = goal.stage(settings, gate.environments())) {
      followed.reporting(
          stage,
          settings,
          environment,
          reporter ->
              deploy(
                  stage,
                  revision,
                  ImageOfThisBuild.of(goal, given, settings, environment, reporter),
                  options,
                  reporter));
    }
  }

  private void deploy(
      Stage stage,
      Revision revision,
      ImageOfThisBuild own,
      FollowingOptions options,
      Reporter reporter) {
    var run = RunName.of(goal.facts());
    var environment = revision.environment();
    var taskDefinition = revision.taskDefinition();
    var accounts =
        new PromotionAccounts(
            stage,
            run,
            revision.settings(),
            environment,
            taskDefinition,
            revision.appSpec(),
            reporter);
    var approved = own.approved(revision.gate(), accounts, run.label(), reporter);
    var images = own.with(approved);
    approved
        .named()
        .ifPresent(i -> TaskPlatform.require(taskDefinition.architecture(), i, stage.platforms()));
    try (var target = TargetAccount.enter(stage, environment, run, reporter);
        var interruption = followed.interruption(reporter, target, environment)) {
      if (written.dryRun()) {
        plan(stage, revision, images, approved.label(), target, reporter);
        return;
      }
      // Before the reporter: a user who reads the deployment's ID may interrupt at once.
      var ports = target.reportingTo(Reporters.all(interruption, reporter)).ports();
      var files = new DeployedFiles(goal.outputFolder(environment), reporter);
      Outcome outcome =
          new BlueGreenDeploy(images.on(stage.access()), ports, files::appSpec)
              .run(request(revision, approved.label(), options, files, target, reporter));
      followed.conclude(outcome.verdict(), reporter);
    }
  }

  private BlueGreenDeploy.DeployRequest request(
      Revision revision,
      DeploymentLabel label,
      FollowingOptions options,
      DeployedFiles files,
      TargetAccount target,
      Reporter reporter) {
    var settings = revision.settings();
    var environment = revision.environment();
    var taskDefinition = revision.taskDefinition();
    return new BlueGreenDeploy.DeployRequest(
        image -> files.taskDefinition(taskDefinition, image),
        taskDefinition.family(),
        revision.appSpec(),
        taskDefinition.containerName(),
        environment.task().executionRole().map(RoleArn::toString),
        label,
        options.until(),
        options.onActive(),
        options.breaker(),
        state ->
            followed.readyGate(
                settings.checks(environment),
                environment,
                state,
                target,
                reporter,
                settings.release(environment).url()),
        written.force());
  }

  private void plan(
      Stage stage,
      Revision revision,
      ImageOfThisBuild images,
      DeploymentLabel label,
      TargetAccount target,
      Reporter reporter) {
    reporter.report(new Event.Note("Dry run, nothing is changed."));
    new PlanWork(
            revision.settings(),
            revision.environment(),
            Optional.of(images),
            Optional.of(label).filter(s -> written.image() == null),
            revision.taskDefinition(),
            revision.appSpec(),
            written.force())
        .run(
            stage,
            target,
            false,
            goal.outputFolder(revision.environment()),
            line -> reporter.report(new Event.Note(line)),
            reporter);
    followed.conclude(Verdict.DRY_RUN, reporter);
  }
}
