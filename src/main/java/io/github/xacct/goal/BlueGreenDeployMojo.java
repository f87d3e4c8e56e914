package io.github.xacct.goal;

import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.files.DeployedFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deploys the app blue/green to the ECS service of an environment, through the environment's role:
 * pushes the image if necessary, registers the task definition, creates a CodeDeploy deployment and
 * follows it.
 */
@Mojo(name = "blue-green-deploy", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class BlueGreenDeployMojo extends FollowingMojo {

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json. Default: the one
   * pushed earlier in this build, else the project's, built and pushed now.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  /**
   * Name of an environment whose running image is deployed, if it has passed its smoke tests.
   * Nothing has to be compiled or built.
   */
  @Parameter(property = "xacct.promoteFrom")
  private String promoteFrom;

  /**
   * Name of the environment whose smoke tests the image must have passed. Default: that of the pom.
   */
  @Parameter(property = "xacct.requires")
  private String requires;

  /**
   * What to do when the deployment group has a deployment in flight: fail (but follow it if it is
   * of the same build), wait for its end, attach (follow it if it brings the same image) or
   * supersede (stop it and roll it back if its commit is older).
   */
  @Parameter(property = "xacct.onActive", defaultValue = "fail")
  private String onActive;

  /**
   * Deploy even if the same image and task definition have the traffic already, or if the image has
   * not passed the tests that are required.
   */
  @Parameter(property = "xacct.force", defaultValue = "false")
  private String force;

  /**
   * Print what would be done, with the changes of the task definition, and change nothing on AWS.
   */
  @Parameter(property = "xacct.dryRun", defaultValue = "false")
  private String dryRun;

  @Override
  boolean buildsImage() {
    return !Element.isWritten(deployedImage) && !Element.isWritten(promoteFrom);
  }

  @Override
  void run() {
    refuseOffline("blue-green-deploy");
    var options = followingOptions(onActive);
    var given = ImageOption.given(deployedImage, facts().basedir());
    var settings = settings();
    var environment = settings.environment().orElseThrow();
    var files = app().files(environment);
    var taskDefinition = app().warnOfSecrets(files.taskDefinition());
    var appSpec = files.appSpec(taskDefinition);
    var gate = PromotionOptions.of(settings, environment, promoteFrom, requires, isTrue(force));
    try (var stage = stage(settings, gate.environments())) {
      reporting(
          stage,
          settings,
          environment,
          reporter ->
              deploy(
                  stage,
                  settings,
                  environment,
                  gate,
                  new ImageOfThisBuild(
                      given,
                      earlierPush().image(),
                      () -> appImage().work(app().withImageFor(environment, settings), reporter)),
                  taskDefinition,
                  appSpec,
                  options,
                  reporter));
    }
  }

  private void deploy(
      Stage stage,
      Settings settings,
      Environment environment,
      PromotionGate gate,
      ImageOfThisBuild own,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      FollowingOptions options,
      Reporter reporter) {
    var run = RunName.of(facts());
    var accounts =
        new PromotionAccounts(stage, run, settings, environment, taskDefinition, appSpec, reporter);
    var approved = own.approved(gate, accounts, run.label(), reporter);
    var images = own.with(approved);
    approved
        .named()
        .ifPresent(i -> TaskPlatform.require(taskDefinition.architecture(), i, stage.platforms()));
    var files = new DeployedFiles(outputFolder().resolve(environment.name()), reporter);
    try (var target = TargetAccount.enter(stage, environment, run, reporter);
        var interruption = interruption(reporter, target, environment)) {
      if (isTrue(dryRun)) {
        plan(
            stage,
            settings,
            environment,
            images,
            approved.label(),
            taskDefinition,
            appSpec,
            target,
            reporter);
        return;
      }
      // Whoever reads the deployment's id may interrupt at once.
      var ports = target.reportingTo(Reporters.all(interruption, reporter)).ports();
      Outcome outcome =
          new BlueGreenDeploy(images.on(stage.access()), ports, files::appSpec)
              .run(
                  new BlueGreenDeploy.DeployRequest(
                      image -> files.taskDefinition(taskDefinition, image),
                      taskDefinition.family(),
                      appSpec,
                      taskDefinition.containerName(),
                      environment.task().executionRole().map(RoleArn::toString),
                      approved.label(),
                      options.until(),
                      options.onActive(),
                      options.breaker(),
                      state ->
                          readyGate(
                              settings.checks(environment),
                              environment,
                              state,
                              target,
                              reporter,
                              settings.release(environment).url()),
                      isTrue(force)));
      conclude(outcome.verdict(), reporter);
    }
  }

  private void plan(
      Stage stage,
      Settings settings,
      Environment environment,
      ImageOfThisBuild images,
      DeploymentLabel label,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      TargetAccount target,
      Reporter reporter) {
    reporter.report(new Event.Note("Dry run, nothing is changed."));
    new PlanWork(
            settings,
            environment,
            Optional.of(images),
            Optional.of(label).filter(s -> deployedImage == null),
            taskDefinition,
            appSpec,
            isTrue(force))
        .run(
            stage,
            target,
            false,
            outputFolder().resolve(environment.name()),
            line -> reporter.report(new Event.Note(line)),
            reporter);
    conclude(Verdict.DRY_RUN, reporter);
  }
}
