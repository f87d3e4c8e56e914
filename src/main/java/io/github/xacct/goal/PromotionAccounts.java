package io.github.xacct.goal;

import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.Promotion;
import io.github.xacct.deploy.TestedImages;
import io.github.xacct.deploy.port.PromotionFacts;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The facts of other accounts that a promotion requires: for each a role is assumed and its session
 * closed afterwards.
 *
 * @param environment environment of the deployment
 * @param taskDefinition whose execution role pulls the image
 */
record PromotionAccounts(
    Stage stage,
    RunName run,
    Settings settings,
    Environment environment,
    TaskDefinition taskDefinition,
    AppSpec appSpec,
    Reporter reporter)
    implements PromotionFacts {

  @Override
  public Promoted running(Environment source, boolean force) {
    try (var other = TargetAccount.enter(stage, source, run, reporter)) {
      return new Promotion(
              other.ports(),
              other.history(HistoryPatience.TASK_DEFINITIONS_BRIEFLY),
              TargetAccount.tasks(other.session(), source, stage))
          .of(source, force);
    }
  }

  @Override
  public boolean passed(Environment tester, ImageReference image) {
    try (var other = TargetAccount.enter(stage, tester, run, reporter)) {
      return new TestedImages(
              other.ports(), other.history(HistoryPatience.WHOLE), tester.task().containerName())
          .passed(image);
    }
  }

  @Override
  public boolean inRegistry(ImageReference image) {
    var registry = settings.registry();
    try (var builder =
        stage
            .access()
            .builder(registry.region(), "for the registry of account " + registry.account())) {
      return new EcrRepository(builder, registry, List.of(), reporter).holds(image.digest());
    }
  }

  @Override
  public List<Finding> pull() {
    var clock = Clock.systemUTC();
    var intent =
        new Intent(
            settings.registry(),
            environment,
            taskDefinition,
            appSpec,
            Optional.empty(),
            Optional.empty(),
            settings.checks(environment));
    try (var facts =
        new PreflightFacts(
            stage.access(), settings.registry().region(), environment, run.sessionName(), clock)) {
      return new Preflight(intent, facts, clock).run(EnumSet.of(Check.REGISTRY_PULL));
    }
  }
}
