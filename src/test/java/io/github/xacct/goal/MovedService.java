package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.migrate.Migration;
import io.github.xacct.migrate.MigrationReport;
import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.MovedServiceReader;
import io.github.xacct.migrate.Performing;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.RoleArn;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.plan.StackPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A service that stacks created for CodeDeploy, and that moves to ECS: with the role that its stack
 * creates beforehand, by the steps that the goal takes.
 */
final class MovedService {
  private final RehearsedStacks aws;
  private final Settings settings;
  private final StackPlan plan;

  /**
   * Of environment test.
   *
   * @param settings that CodeDeploy has deployed by
   * @param plan that requires the role of ECS, with CodeDeploy as the engine
   */
  MovedService(RehearsedStacks aws, Settings settings, StackPlan plan) {
    this.aws = aws;
    this.settings = settings;
    this.plan = plan;
  }

  /** The stacks can be updated afterwards, without a change of service or listeners. */
  void goesOnWith(StackPlan ecs) {
    assertThatThrownBy(() -> aws.bootstrap(ecs))
        .hasMessageStartingWith(
            "Service demo-app-test in test (account 222222222222, eu-central-1) is not deployed by"
                + " ECS, although <engine> is ecs.\n");
    assertThat(aws.bootstrap(plan))
        .flatExtracting(ChangeSet::changes)
        .extracting(ChangeSet.Change::logicalId)
        .containsExactly("InfrastructureRole");
    move();
    assertThatThrownBy(() -> aws.bootstrap(plan)).hasMessageContaining("is deployed by ECS");
    var sets = aws.bootstrap(ecs);
    assertThat(sets)
        .flatExtracting(ChangeSet::changes)
        .extracting(ChangeSet.Change::logicalId)
        .contains("DeployRole")
        .doesNotContain(
            "Service", "ProductionListener", "TestListener", "InfrastructureRole", "TargetGroupA");
    assertThat(aws.said)
        .anyMatch(
            line -> line.startsWith("! demo-app-test-codedeploy: its service is deployed by"));
    ecs.all().forEach(stack -> assertThat(aws.drift(stack)).as(stack.name()).isEmpty());
  }

  /** Performs the move as the goal does, with the role that the stack created. */
  private void move() {
    var environment = settings.environment().orElseThrow();
    var account = environment.account();
    var wanted =
        new MigrationRequest(
            environment,
            Map.of(),
            Way.IN_PLACE,
            new RoleArn("aws", account, "demo-app-test-ecs"),
            new RoleArn("aws", account, "demo-app-test-codedeploy"),
            Optional.empty());
    var keys = aws.rehearsal.administrator(account);
    try (var session =
        AwsAccess.to(
                new AwsAccess.EndpointOverride(
                    aws.rehearsal.endpoint(), keys.accessKeyId(), keys.secretAccessKey()))
            .builder(environment.region())) {
      var calls = new MigrationCalls(session);
      var migration = Migration.of(MovedServiceReader.at(calls, wanted), wanted);
      var plan = new MigrationReport(migration).plan();
      assertThat(plan.notes()).noneMatch(note -> note.contains("bootstrap"));
      assertThat(plan.outlook().afterwards())
          .first()
          .isEqualTo(
              "write environment.xml into the pom and run mvn xacct:bootstrap -Denv=test: it changes"
                  + " the deploy role, then strategy, bake time, alarms and hooks of the service; it"
                  + " updates neither service nor listeners: "
                  + DocPage.MOVING);
      new Performing(
              calls, Clock.systemUTC(), RehearsedStacks.SHORT, Duration.ofMinutes(1), line -> {})
          .run(migration);
    }
  }
}
