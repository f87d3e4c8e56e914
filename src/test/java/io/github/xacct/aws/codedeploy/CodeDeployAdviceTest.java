package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.model.Reported;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeDeployAdviceTest {

  /** One error code has many causes, so that the message decides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INVALID_ECS_SERVICE - Failed to create task set: TaskDefinition is inactive | the task"
            + " definition was deregistered: deploy again, which registers a new revision, or",
        "INVALID_ECS_SERVICE - Amazon ECS service must be configured for a single load balancer |"
            + " CodeDeploy deploys services with exactly one load balancer: leave one target group in",
        "ECS_UPDATE_ERROR - Primary taskset target group must be behind listener arn:x | production"
            + " traffic goes to another target group than that of the service's primary task",
        "IAM_ROLE_PERMISSIONS - User: x is not authorized to perform: ecs:CreateTaskSet with an"
            + " explicit deny in a service control policy | a service control policy of your"
            + " organization forbids it: ask its administrators; no",
        "IAM_ROLE_PERMISSIONS - Cross-account pass role is not allowed. | a role of another account"
            + " cannot be passed: name roles of the environment's account as",
        "IAM_ROLE_PERMISSIONS - is not authorized to perform: iam:PassRole on resource x | allow the"
            + " deployment group's service role iam:PassRole on the task's two roles.",
        "INVALID_ECS_SERVICE - ServiceNotActiveException | the ECS service is gone: if it was deleted, mvn xacct:bootstrap creates it again.",
        "TIMEOUT - The deployment was stopped because nobody continued it within the group's wait. |"
            + " it was not approved within the deployment group's wait: deploy again, and approve it"
            + " in",
        "ECS_UPDATE_ERROR - something else | compare the deployment group's target groups and"
            + " listeners with the service's.",
        "TIMEOUT - something else | the replacement task set did not become steady within"
            + " CodeDeploy's 60 minutes:",
        "MANUAL_STOP - stopped | it was stopped by a user; run the same command to deploy again.",
      })
  void goesByTheSentenceBeforeTheCode(String error, String first) {
    assertThat(CodeDeployAdvice.of(state(error, List.of()), CodeDeployRulesTest.environment()))
        .first()
        .isEqualTo(first);
  }

  /** Whatever the message is, the tasks are not the cause. */
  @Test
  void aWaitThatRanOutIsNoTroubleOfTheTasks() {
    String[] advice = {
      "it was not approved within the deployment group's wait: deploy again, and approve it in",
      "time: mvn xacct:continue. The group's wait is deploymentReadyOption.waitTimeInMinutes."
    };
    var unread = state("TIMEOUT - the wait ran out", List.of());
    var stopped =
        new DeploymentState(
            "d-1",
            DeploymentStatus.STOPPED,
            false,
            unread.error(),
            Optional.empty(),
            List.of(),
            List.of());

    assertThat(
            CodeDeployAdvice.of(
                state("TIMEOUT - the wait ran out", waiting()), CodeDeployRulesTest.environment()))
        .containsExactly(advice);
    assertThat(CodeDeployAdvice.of(stopped, CodeDeployRulesTest.environment()))
        .as("where no lifecycle event could be read")
        .containsExactly(advice);
  }

  private static List<LifecycleEvent> waiting() {
    return List.of(
        new LifecycleEvent(
            "Install",
            Reported.of(LifecycleStatus.SUCCEEDED),
            Optional.of(Instant.EPOCH),
            Optional.of(Instant.EPOCH),
            Optional.empty()),
        new LifecycleEvent(
            "BeforeAllowTraffic",
            Reported.of(LifecycleStatus.SKIPPED),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void aStopDuringTheWaitMayBeTheWaitsEnd() {
    assertThat(
            CodeDeployAdvice.of(
                state("MANUAL_STOP - stopped", waiting()), CodeDeployRulesTest.environment()))
        .containsExactly(
            "it was stopped before production traffic moved: by a user, or because it was not approved",
            "(mvn xacct:continue) within the group's wait. Run the same command to deploy again.");
  }

  private static DeploymentState state(String error, List<LifecycleEvent> lifecycle) {
    return new DeploymentState(
        "d-1",
        DeploymentStatus.FAILED,
        false,
        Optional.of(error),
        Optional.empty(),
        lifecycle,
        List.of());
  }
}
