package io.github.xacct.goal;

import io.github.xacct.deploy.ApprovedImage;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.goal.configuration.PromotionOptions;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.console.DetailedExitcode;
import io.github.xacct.report.Console;
import io.github.xacct.report.PlanJson;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what a deployment would change and by which API, how long it would take and which gates it
 * has. Changes nothing and pushes nothing.
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

  /** Name of an environment whose running image is compared, if it could be promoted. */
  @Parameter(property = "xacct.promoteFrom")
  private String promoteFrom;

  /** End the build with a failure, and Maven with exit code 2, if there are changes. */
  @Parameter(property = "xacct.detailedExitcode", defaultValue = "false")
  private String detailedExitcode;

  /**
   * Whether changes are printed in colours: live, or plain. Default: live on a terminal, plain
   * elsewhere.
   */
  @Parameter(property = "xacct.console")
  private String console;

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment()
        .online("plan")
        .image(!Element.isWritten(deployedImage) && !Element.isWritten(promoteFrom))
        .printing(output);
  }

  @Override
  void run(GoalContext goal) {
    boolean colours =
        Console.coloured(goal.output().screen(console, goal.session()), System.getenv());
    var given = ImageOption.given(deployedImage, goal.facts().basedir());
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var folder = goal.outputFolder(environment);
    PlanWork.deleteEarlier(folder);
    var files = goal.app().files(environment);
    var taskDefinition = goal.app().warnOfSecrets(files.taskDefinition());
    var run = RunName.of(goal.facts());
    var appSpec = files.appSpec(taskDefinition);
    var own = ImageOfThisBuild.of(goal, given, settings, environment, goal.reporter());
    // A missing test result, which a deployment requires unless forced, does not end the plan.
    var gate = PromotionOptions.of(settings, environment, promoteFrom, null, true);
    try (var stage = goal.stage(settings, gate.environments());
        var target = TargetAccount.enter(stage, environment, run, goal.reporter())) {
      var accounts =
          new PromotionAccounts(
              stage, run, settings, environment, taskDefinition, appSpec, goal.reporter());
      var approved =
          foreseeable(goal, own, gate)
              .map(image -> image.approved(gate, accounts, run.label(), goal.reporter()));
      var work =
          new PlanWork(
              settings,
              environment,
              approved.map(own::with),
              approved.map(ApprovedImage::label).filter(s -> given.isEmpty()),
              taskDefinition,
              appSpec,
              false);
      var plan = work.run(stage, target, colours, folder, goal.log()::info, goal.reporter());
      if (goal.output().json()) {
        goal.output().print(PlanJson.of(plan, Instant.now()));
      }
      if (Element.isTrue(detailedExitcode) && plan.differs()) {
        throw DetailedExitcode.differences(goal.session(), PlanWork.changes(plan, environment));
      }
    }
  }

  /** Returns the image that would be deployed; empty if nothing is compiled. */
  private static Optional<ImageOfThisBuild> foreseeable(
      GoalContext goal, ImageOfThisBuild own, PromotionGate gate) {
    boolean compiled = Files.isDirectory(goal.facts().outputDirectory());
    if (own.isKnown() || compiled || gate.from().isPresent()) {
      return Optional.of(own);
    }
    goal.log().info("Nothing is compiled, so the image is taken to stay as it is.");
    return Optional.empty();
  }
}
