package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDeployEngineTest {
  private static final String WHO = "demo 1.0 by a test";

  @TempDir Path folder;

  @Test
  void followsADeploymentThroughItsTerminationWait() throws Exception {
    try (var aws = RehearsedAws.in(folder).terminationWait(50).start();
        var session = aws.enter()) {
      var engine = engine(aws, session);
      String before = engine.look().runningTaskDefinition().orElseThrow();
      String arn = register(aws, session, "1");
      String id = engine.start(Revisions.of(aws.environment, arn), WHO);

      var shifted = Deadline.await(() -> engine.state(id), DeploymentState::shifted);
      assertThat(shifted.status()).as("waits to end blue").isEqualTo(DeploymentStatus.IN_PROGRESS);
      assertThat(shifted.lifecycle())
          .extracting(LifecycleEvent::name)
          .startsWith("BeforeInstall", "Install")
          .endsWith("AllowTraffic", "AfterAllowTraffic")
          .hasSize(8);
      assertThat(shifted.lifecycle()).allSatisfy(e -> assertThat(e.took()).isPresent());
      assertThat(shifted.taskSets())
          .extracting(set -> set.label().text(), Event.TaskSet::trafficWeight)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("Blue", 0.0),
              org.assertj.core.groups.Tuple.tuple("Green", 100.0));

      var active = engine.look().active().orElseThrow();
      assertThat(active.id()).isEqualTo(id);
      assertThat(active.description()).isEqualTo(WHO);
      assertThat(active.taskDefinition()).contains(arn).isNotEqualTo(Optional.of(before));
      var first = engine(aws, session);
      assertThat(first.start(Revisions.of(aws.environment, arn), WHO))
          .as("as if its answer had been lost")
          .isEqualTo(id);
      assertThat(first.find(WHO)).contains(id);
      assertThatThrownBy(() -> engine.start(Revisions.of(aws.environment, arn), WHO))
          .as("it was there before")
          .isInstanceOf(Occupied.class);
      assertThat(engine.find(WHO)).isEmpty();
      assertThatThrownBy(() -> engine.start(Revisions.of(aws.environment, arn), "somebody else's"))
          .isInstanceOf(Occupied.class)
          .hasMessageMatching(
              "Cannot create a deployment in group demo-app/demo-group\\.\n"
                  + "AWS said: CodeDeploy CreateDeployment: DeploymentLimitExceededException - .*"
                  + id
                  + ".* \\(request [0-9a-f-]{36}\\)");

      Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(engine.stop(id, true)).as("it has ended already").isFalse();
      assertThat(engine.look().runningTaskDefinition()).contains(arn);
      assertThat(engine.look().active()).isEmpty();
      assertThat(aws.rehearsal.traffic("test").failed()).isZero();
    }
  }

  @Test
  void waitsForAWordAndStopsWithARollback() throws Exception {
    try (var aws = RehearsedAws.in(folder).readyWait(6000).start();
        var session = aws.enter()) {
      var engine = engine(aws, session);
      String before = engine.look().runningTaskDefinition().orElseThrow();
      String stopped =
          engine.start(Revisions.of(aws.environment, register(aws, session, "1")), WHO);
      Deadline.await(
          () -> engine.state(stopped), state -> state.status() == DeploymentStatus.READY);

      assertThat(engine.stop(stopped, true)).isTrue();
      var end =
          Deadline.await(
              () -> engine.state(stopped),
              state -> state.status() == DeploymentStatus.STOPPED && state.rollback().isPresent());
      assertThat(end.shifted()).isFalse();
      Deadline.await(
          () -> engine.state(end.rollback().get()),
          state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(engine.look().runningTaskDefinition()).contains(before);

      String arn = register(aws, session, "2");
      String continued = engine.start(Revisions.of(aws.environment, arn), WHO);
      Deadline.await(
          () -> engine.state(continued), state -> state.status() == DeploymentStatus.READY);
      engine.proceed(continued);
      Deadline.await(
          () -> engine.state(continued), state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(engine.look().runningTaskDefinition()).contains(arn);
    }
  }

  @Test
  void aDeploymentThatIsNotThereMayAppearALittleLater() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      assertThatThrownBy(() -> engine(aws, session).state("d-NOTTHERE1"))
          .isInstanceOf(TransientFailure.class)
          .hasMessageStartingWith(
              "CodeDeploy GetDeployment: DeploymentDoesNotExistException - The deployment"
                  + " d-NOTTHERE1 could not be found (request ");
    }
  }

  @Test
  void reportsWhereToLookAndWhatToType() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      var engine = engine(aws, session);
      assertThat(engine.name()).isEqualTo("CodeDeploy");
      assertThat(engine.consoleUrl("d-123456789")).as("an endpoint that is not AWS").isEmpty();
      assertThat(engine.foreignEndpoint()).get().asString().startsWith("http://");
      assertThat(engine.stopCommand("d-123456789"))
          .isEqualTo(
              "aws deploy stop-deployment --deployment-id d-123456789 --auto-rollback-enabled"
                  + " --region eu-central-1");
      var rehearsed =
          new CodeDeployEngine(session, aws.environment, Optional.of(Duration.ofSeconds(1)));
      assertThat(rehearsed.consoleUrl("d-123456789")).as("there is no page").isEmpty();
      assertThat(rehearsed.foreignEndpoint()).isEmpty();
    }
  }

  private static CodeDeployEngine engine(RehearsedAws aws, AwsSession session) {
    return new CodeDeployEngine(session, aws.environment, Optional.empty());
  }

  private static String register(RehearsedAws aws, AwsSession session, String version)
      throws Exception {
    return new EcsTaskDefinitions(session).register(aws.taskDefinition(aws.push(version))).arn();
  }
}
