package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.RehearsedAws;
import io.github.xacct.TestClock;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.ExistingVpc;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.SharedListeners;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service or deployment group that is deleted during its deployment is reported, whatever the
 * error.
 */
class DeletedMeanwhileTest {
  private static final String ADVICE =
      "Try: it was deleted: mvn xacct:bootstrap creates its own resources again; then deploy again.";

  @TempDir Path folder;

  @Test
  void theServiceOnceItIsCreated() throws Exception {
    assertThat(play(Event.DeploymentCreated.class::isInstance, SharedListeners::deleteService))
        .isEqualTo(
            """
            Deployment ID failed.
            CodeDeploy said: INVALID_ECS_SERVICE - The deployment failed because the ECS service \
            apps:demo could not be found.
            Service demo of cluster apps does not exist any more.
            No rollback has been started so far.
            """
                + ADVICE);
  }

  @Test
  void theServiceWhileTrafficShifts() throws Exception {
    assertThat(play(DeletedMeanwhileTest::shifting, SharedListeners::deleteService))
        .isEqualTo(afterTheServiceIsGone("failed."));
  }

  @Test
  void theServiceWhileTheOldTasksWaitForTheirEnd() throws Exception {
    assertThat(play(Event.TrafficShifted.class::isInstance, SharedListeners::deleteService))
        .isEqualTo(afterTheServiceIsGone("failed."));
  }

  private static String afterTheServiceIsGone(String how) {
    return """
        Deployment ID %s
        CodeDeploy said: INVALID_ECS_SERVICE - The deployment failed because the ECS service \
        apps:demo could not be found.
        Service demo of cluster apps does not exist any more.
        Its rollback ID failed as well: INVALID_ECS_SERVICE - The deployment failed because the \
        ECS service apps:demo could not be found.
        """
            .formatted(how)
        + ADVICE;
  }

  @Test
  void theGroupWhileTrafficShifts() throws Exception {
    assertThat(play(DeletedMeanwhileTest::shifting, SharedListeners::deleteGroup))
        .startsWith(
            """
            Deployment ID failed.
            CodeDeploy said: DEPLOYMENT_GROUP_MISSING - The deployment group demo-group could not \
            be found.
            Deployment group demo-group does not exist any more.
            Its rollback ID failed as well: DEPLOYMENT_GROUP_MISSING - The deployment group \
            demo-group could not be found.
            Production traffic is split: blue 90 % (1 of 1 tasks running), green 10 % (1 of 1 \
            tasks running).
            """)
        .endsWith(
            ADVICE
                + """

                     end the split: mvn xacct:status -Denv=test shows it,
                     mvn xacct:rollback -Denv=test goes back to the last good version, \
                mvn xacct:blue-green-deploy -Denv=test on to this one""");
  }

  /** A timeout may be transient, so that a single one is not taken for a deletion. */
  @Test
  void theRouteToTheRegistry() throws Exception {
    String message =
        play(
            Event.DeploymentRequested.class::isInstance,
            (rehearsal, service) ->
                ExistingVpc.withoutRoutes(
                    rehearsal,
                    new AccountId("222222222222"),
                    new Region("eu-central-1"),
                    "vpc-0rehearsal",
                    List.of("subnet-0rehearsal")));
    assertThat(message)
        .startsWith(
            """
            Deployment ID was aborted: 3 tasks of the replacement task set have died.
            3 tasks died: ResourceInitializationError: unable to pull secrets or registry auth: \
            execution resource retrieval failed: unable to retrieve ecr registry auth: service \
            call has been retried 3 time(s): RequestError: send request failed caused by: Post \
            "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 52.94.5.1:443: i/o timeout. \
            Please check your task network configuration.
            Rolled back by ID: arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-placeholder:1 \
            serves production.
            Try: the subnets have no route to Secrets Manager, SSM or ECR: a NAT gateway or a \
            public address, or VPC endpoints""");
  }

  private static boolean shifting(Event event) {
    return event instanceof Event.LifecycleEventChanged changed
        && changed.name().equals("AllowTraffic");
  }

  private interface Deletion {
    void of(Rehearsal rehearsal, String service);
  }

  /** Returns the message that the user reads. */
  private String play(Predicate<Event> when, Deletion deletion) throws Exception {
    try (var aws =
            RehearsedAws.in(folder)
                .configuration("CodeDeployDefault.ECSCanary10Percent5Minutes")
                .terminationWait(5)
                .minute(Duration.ofMillis(600))
                .start();
        var session = aws.enter()) {
      var image = aws.push("1");
      var done = new AtomicBoolean();
      Reporter reporter =
          event -> {
            if (when.test(event) && !done.getAndSet(true)) {
              deletion.of(aws.rehearsal, "demo");
            }
          };
      var hurry = new Hurry();
      var definition = GeneratedTaskDefinition.of(aws.environment);
      var spec = AppSpec.of(AppSpecSettings.none(), definition);
      var ports =
          new Ports(
              new EcsTaskDefinitions(session),
              new CodeDeployEngine(session, aws.environment, Optional.empty()),
              new EcsTaskObserver(session, aws.environment),
              Scaling.untouched(),
              reporter,
              hurry,
              hurry);
      var deploy = new BlueGreenDeploy(new PushedImage(image), ports);
      return catchThrowableOfType(
              XacctException.class,
              () ->
                  deploy.run(
                      new BlueGreenDeploy.DeployRequest(
                          i -> definition.withImage(i).text(),
                          definition.family(),
                          spec,
                          definition.containerName(),
                          Optional.empty(),
                          new DeploymentLabel("demo 1", Optional.empty(), Optional.empty(), "ann"),
                          Until.TERMINATED,
                          OnActive.FAIL,
                          new CircuitBreaker.Threshold(3, Duration.ofHours(3)),
                          state -> ReadyGate.none(),
                          false)))
          .getMessage()
          .replaceAll("d-[A-Z0-9]{9}", "ID")
          .replaceAll("failed at \\w+\\.", "failed."); // it may continue for a moment
    }
  }

  /** A clock that advances only by sleeping, and much faster. */
  private static final class Hurry extends TestClock implements Sleeper {
    private volatile Instant now = Instant.now();

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Thread.sleep(50);
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
