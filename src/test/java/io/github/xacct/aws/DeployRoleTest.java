package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.codedeploy.DeploymentGroups;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.ecs.ServiceScaling;
import io.github.xacct.aws.elb.HealthCheckPath;
import io.github.xacct.aws.elb.TestFunction;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Notice;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deploy role has the permissions that a deployment needs, and no others. */
class DeployRoleTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/ci/demo-deploy";

  @TempDir Path folder;
  private final List<Access> used = new CopyOnWriteArrayList<>();

  @Test
  void nothingIsMissingAndNothingUnused() throws Exception {
    var policy = deployAndStop();
    crash();

    var least = new LeastPrivilege(policy, LeastPrivilege.by(ROLE, used));
    assertThat(least.missing()).isEmpty();
    assertThat(least.unused())
        .as("for a target that AWS calls otherwise than expected")
        .containsExactly("NoResourceLevel: codedeploy:ListDeploymentTargets");
    assertThat(least.parts()).isGreaterThan(30);
  }

  private com.fasterxml.jackson.databind.JsonNode deployAndStop() throws Exception {
    try (var aws = RehearsedAws.in(folder.resolve("good")).autoScaling().readyWait(6000).start();
        var session = aws.enter()) {
      aws.rehearsal.onAccess(used::add);
      var engine = engine(aws, session);
      var scaling = new ServiceScaling(session, aws.environment);
      var observer = new EcsTaskObserver(session, aws.environment);
      String first = start(aws, session, engine, "1");
      Deadline.await(() -> engine.state(first), state -> state.status() == DeploymentStatus.READY);
      scaling.suspend(
          io.github.xacct.deploy.port.Scaling.Mark.of("5ca1ab1e0ddb", java.time.Instant.EPOCH));
      var group = engine.look().standing().orElseThrow().targetGroup().orElseThrow();
      new DeploymentGroups(session).serving(aws.environment.cluster(), aws.environment.service());
      HealthCheckPath.of(session, group);
      var function =
          new TestFunction(session, aws.environment, aws.environment.service() + "-test");
      var url = engine.look().testUrl().orElseThrow();
      assertThatThrownBy(() -> function.get(url, Map.of(), Duration.ofSeconds(60)))
          .hasMessageContaining("Function not found");
      observer.look(first);
      engine.proceed(first);
      Deadline.await(
          () -> engine.state(first), state -> state.status() == DeploymentStatus.SUCCEEDED);
      observer.running(first, "web");
      String running = engine.look().runningTaskDefinition().orElseThrow();
      new EcsTaskDefinitions(session).mark(running, "xacct:smoke-tests", "passed");
      String arn = "arn:aws:sns:eu-central-1:222222222222:" + aws.environment.service();
      var topic = new SnsTopic(session, arn);
      assertThatThrownBy(() -> topic.accept(new Notice("subject", "text")))
          .hasMessageContaining("Topic does not exist");
      scaling.resume(mark -> true);
      var history = new CodeDeployHistory(session, aws.environment);
      assertThat(history.taskDefinition(history.last(1).get(0))).isPresent();

      String second = start(aws, session, engine, "2");
      Deadline.await(() -> engine.state(second), state -> state.status() == DeploymentStatus.READY);
      engine.stop(second, true);
      return LeastPrivilege.policyOf(aws.rehearsal, ROLE, "deploy-test");
    }
  }

  private void crash() throws Exception {
    try (var aws = RehearsedAws.in(folder.resolve("bad")).fault(Fault.CRASH_LOOP).start();
        var session = aws.enter()) {
      aws.rehearsal.onAccess(used::add);
      String id = start(aws, session, engine(aws, session), "1");
      var observer = new EcsTaskObserver(session, aws.environment);
      var words = new ArrayList<String>();
      Deadline.await(
          () -> {
            observer.look(id).deaths().forEach(death -> words.addAll(death.lastWords()));
            return words;
          },
          any -> !words.isEmpty());
    }
  }

  private static String start(
      RehearsedAws aws, AwsSession session, CodeDeployEngine engine, String version)
      throws Exception {
    String text = aws.taskDefinition(aws.push(version));
    return engine.start(
        Revisions.of(aws.environment, new EcsTaskDefinitions(session).register(text).arn()),
        "a test");
  }

  private static CodeDeployEngine engine(RehearsedAws aws, AwsSession session) {
    return new CodeDeployEngine(session, aws.environment, Optional.empty());
  }
}
