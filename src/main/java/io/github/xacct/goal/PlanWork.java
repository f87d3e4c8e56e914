package io.github.xacct.goal;

import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.Planning;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.PlanJson;
import io.github.xacct.report.PlanPage;
import io.github.xacct.report.PlanText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates the plan of a deployment, prints it and writes it to plan.json.
 *
 * @param image image of this build; absent if there is none: then the running image is assumed
 * @param maker label of the build that created the image, if known
 * @param force whether a deployment would be created even without changes
 */
record PlanWork(
    Settings settings,
    Environment environment,
    Optional<ImageOfThisBuild> image,
    Optional<DeploymentLabel> maker,
    TaskDefinition taskDefinition,
    AppSpec appSpec,
    boolean force) {

  /** Returns the path of an environment's plan.json. */
  static Path file(Path folder) {
    return folder.resolve("plan.json");
  }

  /** Deletes an earlier plan, so that it is not mistaken for this one if that fails. */
  static void deleteEarlier(Path folder) {
    try {
      Files.deleteIfExists(file(folder));
      Files.deleteIfExists(folder.resolve("plan.html"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates the plan, prints it and writes it.
   *
   * @param folder {@code target/xacct/ENV}
   * @throws XacctException afterwards, if the deployment would be refused
   */
  DeploymentPlan run(
      Stage stage,
      TargetAccount target,
      boolean colours,
      Path folder,
      Consumer<String> lines,
      Reporter reporter) {
    try (var builder =
        stage
            .access()
            .builder(
                settings.registry().region(),
                "for the registry of account " + settings.registry().account())) {
      var repository = new EcrRepository(builder, settings.registry(), List.of(), reporter);
      var history = target.history(HistoryPatience.BRIEFLY);
      var planning = new Planning(target.ports(), history, repository);
      var plan = planning.plan(request(stage));
      var now = Instant.now();
      new PlanText(now, colours).lines(plan).forEach(lines);
      RevisionFiles.write(file(folder), PlanJson.of(plan, now), reporter);
      String plain = String.join("\n", new PlanText(now, false).lines(plan)) + "\n";
      RevisionFiles.write(folder.resolve("plan.txt"), plain, reporter);
      RevisionFiles.write(folder.resolve("plan.html"), PlanPage.of(plan, now), reporter);
      planning.refuseWhatCannotWork();
      return plan;
    }
  }

  private Planning.PlanRequest request(Stage stage) {
    return new Planning.PlanRequest(
        environment,
        taskDefinition,
        appSpec,
        image.<ImageSource>map(i -> i.on(stage.access())),
        maker,
        settings.checks(environment),
        force,
        stage.rehearsal().isPresent());
  }

  /** Creates the failure of a plan with changes, which -Dxacct.detailedExitcode asks for. */
  static XacctException changes(DeploymentPlan plan, Environment environment) {
    return XacctException.yours(
            "The plan for %s has changes: %s%s"
                .formatted(
                    environment.name(),
                    plan.changes().size(),
                    plan.because().map(why -> "; " + why).orElse(".")))
        .suggestion("deploy them: mvn deploy -Denv=" + environment.name())
        .suggestion("This failure is what -Dxacct.detailedExitcode asks for; leave it out to end")
        .suggestion("with success. In plan.json, \"verdict\" is \"changes\".");
  }
}
