package io.github.xacct.goal;

import io.github.xacct.aws.CodeDeployEngine;
import io.github.xacct.aws.EcsTaskDefinitions;
import io.github.xacct.aws.EcsWitness;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.Sleeper;
import io.github.xacct.deploy.Until;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Reporter;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Deploys the app blue/green to the ECS service of an environment, through the environment's role:
 * pushes the image if that is still to do, registers the task definition, creates a CodeDeploy
 * deployment and follows it.
 */
@Mojo(
    name = "blue-green-deploy",
    defaultPhase = LifecyclePhase.DEPLOY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public class BlueGreenDeployMojo extends XacctMojo {

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST. Default: the one pushed earlier in this build, else
   * the project's, built and pushed now.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  /**
   * How far to follow the deployment: created, shifted (all production traffic on the new version)
   * or terminated (the old one gone).
   */
  @Parameter(property = "xacct.waitUntil", defaultValue = "shifted")
  private String waitUntil;

  /** Deploy even if the same image and task definition have the traffic already. */
  @Parameter(property = "xacct.force", defaultValue = "false")
  private boolean force;

  /** Say what would be done, with the task definition's difference, and change nothing on AWS. */
  @Parameter(property = "xacct.dryRun", defaultValue = "false")
  private boolean dryRun;

  /**
   * After how many dead tasks of the new version the deployment is stopped and rolled back, or off.
   */
  @Parameter(property = "xacct.circuitBreaker", defaultValue = "3")
  private String circuitBreaker;

  /**
   * For how many seconds a task of the new version may fail the load balancer's health check before
   * the deployment is stopped and rolled back.
   */
  @Parameter(property = "xacct.healthGrace", defaultValue = "180")
  private int healthGrace;

  @Override
  void run() {
    refuseOffline("blue-green-deploy");
    var until = until();
    var given = Images.given(deployedImage);
    var settings = settings(SettingsReader.Environments.ONE);
    var environment = settings.environment().orElseThrow();
    var files = new RevisionFiles(facts(), environment, containerNamed(environment));
    var taskDefinition = files.taskDefinition();
    var appSpec = files.appSpec(taskDefinition);
    var images =
        new ImageOfThisBuild(
            given, pushedInThisBuild(), () -> imageWork(settings, imageFor(settings, environment)));
    try (var stage = stage(settings, List.of(environment))) {
      var ending = stage.rehearsal().map(r -> new RehearsalEnding(r, environment, reporter()));
      ending.ifPresent(RehearsalEnding::began);
      try {
        deploy(stage, environment, images, taskDefinition, appSpec, until);
      } finally {
        ending.ifPresent(RehearsalEnding::ended);
      }
    }
  }

  private Outcome deploy(
      Stage stage,
      Environment environment,
      ImageOfThisBuild images,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      Until until) {
    Reporter reporter = reporter();
    var run = RunName.of(facts(), environment);
    Path folder = outputFolder().resolve(environment.name());
    try (var target = stage.access().enter(environment, run.sessionName(), reporter)) {
      var engine =
          new CodeDeployEngine(
              target,
              environment,
              arn -> {
                var finished = appSpec.withTaskDefinition(arn);
                RevisionFiles.write(folder.resolve("appspec.yaml"), finished.yaml(), reporter);
                return finished.content().text();
              },
              stage.rehearsal().isPresent());
      var story =
          new BlueGreenDeploy(
              images.on(stage.access()),
              new EcsTaskDefinitions(target),
              engine,
              new EcsWitness(target, environment),
              reporter,
              Clock.systemUTC(),
              Sleeper.real());
      return story.run(
          new BlueGreenDeploy.Wish(
              image -> {
                String text = taskDefinition.withImage(image).text();
                RevisionFiles.write(folder.resolve("taskdef.json"), text, reporter);
                return text;
              },
              taskDefinition.family(),
              run::description,
              until,
              breaker(),
              force,
              dryRun));
    }
  }

  private CircuitBreaker.Threshold breaker() {
    Duration grace = Duration.ofSeconds(healthGrace);
    if (circuitBreaker.equals("off")) {
      return new CircuitBreaker.Threshold(0, grace);
    }
    if (!circuitBreaker.matches("[1-9]\\d{0,2}")) {
      throw XacctException.yours(
          "xacct.circuitBreaker: '" + circuitBreaker + "' is neither a number above 0 nor off.");
    }
    return new CircuitBreaker.Threshold(Integer.parseInt(circuitBreaker), grace);
  }

  private Until until() {
    try {
      return Until.parse(waitUntil);
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.waitUntil: " + e.getMessage() + ".");
    }
  }
}
