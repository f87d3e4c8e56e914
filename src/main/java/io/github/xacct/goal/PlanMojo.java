package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import io.github.xacct.report.DeploymentPlan;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tells what a deployment would change and by which API each change would travel, how long it would
 * take and what may hold it. Changes nothing and pushes nothing.
 */
@Mojo(name = "plan", threadSafe = true)
public class PlanMojo extends XacctMojo {

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json. Default: the one
   * pushed earlier in this build, else the project's as it would be built, else (if nothing is
   * compiled) the running one.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  /** End with a failure if there are changes. */
  @Parameter(property = "xacct.detailedExitcode", defaultValue = "false")
  private boolean detailedExitcode;

  /** Whether changes have colours: live, or plain. Default: live on a terminal, plain elsewhere. */
  @Parameter(property = "xacct.console")
  private String console;

  @Override
  void run() {
    refuseOffline("plan");
    boolean colours = Console.coloured(screen(console), System.getenv());
    var given = Images.given(deployedImage, facts().basedir());
    var settings = settings(SettingsReader.Environments.ONE);
    var environment = settings.environment().orElseThrow();
    var folder = outputFolder().resolve(environment.name());
    PlanWork.forget(folder);
    var files = new RevisionFiles(facts(), environment, containerNamed(environment));
    var taskDefinition = files.taskDefinition();
    var run = RunName.of(facts());
    var image =
        new ImageOfThisBuild(
            given,
            pushedInThisBuild(),
            () -> imageWork(settings, imageFor(settings, environment), reporter()));
    var work =
        new PlanWork(
            settings,
            environment,
            Optional.of(image).filter(i -> i.isKnown() || isCompiled()),
            taskDefinition,
            files.appSpec(taskDefinition),
            false);
    try (var stage = stage(settings, java.util.List.of(environment));
        var target = TargetAccount.enter(stage, environment, run, arn -> "", reporter())) {
      if (work.image().isEmpty()) {
        getLog().info("Nothing is compiled, so the image is taken to stay as it is.");
      }
      var plan = work.run(stage, target, run, colours, folder, getLog()::info, reporter());
      if (detailedExitcode && plan.differs()) {
        throw changes(plan, environment);
      }
    }
  }

  private boolean isCompiled() {
    return Files.isDirectory(facts().outputDirectory());
  }

  /** Maven ends with 1 whatever went wrong, so the message and plan.json tell it from trouble. */
  private static XacctException changes(DeploymentPlan plan, Environment environment) {
    return XacctException.yours(
            "The plan for "
                + environment.name()
                + " has changes: "
                + plan.changes().size()
                + plan.because().map(why -> "; " + why).orElse("."))
        .suggestion("deploy them: mvn deploy -Denv=" + environment.name())
        .suggestion("This failure is what -Dxacct.detailedExitcode asks for; leave it out to end")
        .suggestion("with success. In plan.json, \"verdict\" is \"changes\".");
  }
}
