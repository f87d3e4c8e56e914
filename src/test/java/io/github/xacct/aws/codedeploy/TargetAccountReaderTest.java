package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Refusals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetAccountReaderTest {
  private static final String CANARY = "CodeDeployDefault.ECSCanary10Percent15Minutes";

  @TempDir Path folder;

  @Test
  void findsAllThatADeploymentNeeds() {
    try (var aws =
            RehearsedAws.in(folder).configuration(CANARY).readyWait(7).terminationWait(3).start();
        var session = aws.enter()) {
      TargetAccountState state = look(session, aws.environment, Optional.empty());
      assertThat(state.problems()).isEmpty();
      assertThat(state.warnings()).isEmpty();
      assertThat(state.active()).isEmpty();
      assertThat(state.runningTaskDefinition().orElseThrow())
          .startsWith("arn:aws:ecs:eu-central-1:222222222222:task-definition/demo");
      assertThat(state.testUrl()).isEqualTo(aws.rehearsal.testUrl("test"));
      assertThat(state.timing())
          .isEqualTo(
              Timing.of(Duration.ofMinutes(7), Duration.ofMinutes(15), Duration.ofMinutes(3)));
      assertThat(
              look(session, aws.environment, Optional.of(Duration.ofMillis(100))).timing().shift())
          .as("in a rehearsal")
          .isEqualTo(Duration.ofMillis(1500));
    }
  }

  @Test
  void whatMayNotBeReadIsWarnedOfAndNotRefused() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "DescribeListeners", "ListDeployments", "GetDeploymentConfig");
      TargetAccountState state = look(session, aws.environment, Optional.empty());
      assertThat(state.problems()).isEmpty();
      assertThat(state.testUrl()).isEmpty();
      assertThat(state.active()).isEmpty();
      assertThat(state.timing().shift()).isZero();
      assertThat(state.warnings())
          .map(warning -> warning.replaceAll(" User: .*", ""))
          .containsExactlyInAnyOrder(
              "Could not check the production listener. AccessDenied -",
              "Could not check the test listener. AccessDenied -",
              "Could not check deployments in flight. AccessDeniedException -",
              "Could not check deployment configuration CodeDeployDefault.ECSAllAtOnce."
                  + " AccessDeniedException -");
    }
  }

  @Test
  void withoutTheServiceOrTheGroupNothingCanBeSaid() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "DescribeServices");
      assertThatThrownBy(() -> look(session, aws.environment, Optional.empty()))
          .isInstanceOf(XacctException.class)
          .hasMessageStartingWith(
              "Cannot read service demo.\nAWS said: AccessDeniedException - User: ");
    }
  }

  @Test
  void whatIsNotThereIsToldAtOnce() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.administrator()) {
      assertThat(
              look(session, named(aws.environment, "apps", "other"), Optional.empty()).problems())
          .map(XacctException::problem)
          .containsExactly(
              "There is no service other in cluster apps of account 222222222222, eu-central-1.",
              "There is no deployment group other in CodeDeploy application demo-app of account"
                  + " 222222222222, eu-central-1.");
      assertThat(
              look(session, named(aws.environment, "others", "other"), Optional.empty()).problems())
          .map(XacctException::problem)
          .first()
          .isEqualTo(
              "There is no service other in cluster others of account 222222222222,"
                  + " eu-central-1.");
    }
  }

  private static TargetAccountState look(
      AwsSession session, Environment environment, Optional<Duration> rehearsedMinute) {
    return new CodeDeployEngine(session, environment, rehearsedMinute).look();
  }

  private static Environment named(Environment e, String cluster, String serviceAndGroup) {
    return new Environment(
        e.name(),
        e.account(),
        e.region(),
        e.role(),
        e.externalId(),
        e.sessionTags(),
        cluster,
        serviceAndGroup,
        e.application(),
        serviceAndGroup,
        e.deploymentConfiguration(),
        e.task(),
        e.appSpec(),
        e.suspendAutoScaling(),
        e.variables());
  }
}
