package io.github.xacct.aws.ecs;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.TaskObserver.ContainerEnd;
import io.github.xacct.deploy.port.TaskObserver.Death;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcsTaskObserverTest {
  @TempDir Path folder;

  @Test
  void reportsEachDeathOnceWithItsLastWords() throws Exception {
    try (var aws = RehearsedAws.in(folder).fault(Fault.CRASH_LOOP).start();
        var session = aws.enter()) {
      String id = start(aws, session);
      var observer = new EcsTaskObserver(session, aws.environment);
      List<Death> deaths = new ArrayList<>();
      Deadline.await(() -> deaths.addAll(observer.look(id).deaths()), any -> deaths.size() >= 2);

      assertThat(deaths).extracting(Death::taskId).doesNotHaveDuplicates();
      assertThat(deaths)
          .allSatisfy(
              death -> {
                assertThat(death.stopCode()).isEqualTo("EssentialContainerExited");
                assertThat(death.containers())
                    .containsExactly(new ContainerEnd("web", Optional.of(1), Optional.empty()));
                assertThat(death.lastWords()).anyMatch(line -> line.contains("crash-loop"));
              });
    }
  }

  @Test
  void withoutTheLogsTheDeathsAreToldAllTheSame() throws Exception {
    try (var aws = RehearsedAws.in(folder).fault(Fault.CRASH_LOOP).start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "GetLogEvents", "DescribeTargetHealth");
      String id = start(aws, session);
      var observer = new EcsTaskObserver(session, aws.environment);
      var sighting = Deadline.await(() -> observer.look(id), seen -> !seen.deaths().isEmpty());
      assertThat(sighting.deaths().get(0).lastWords())
          .singleElement(as(STRING))
          .startsWith("Log lines cannot be read. AccessDeniedException - ")
          .contains("is not authorized to perform: logs:GetLogEvents");
      assertThat(sighting.unhealthy()).isEmpty();
    }
  }

  @Test
  void aPullThatIsDeniedIsTroubleInECSsWords() throws Exception {
    try (var aws = RehearsedAws.in(folder).fault(Fault.PULL_DENIED).start();
        var session = aws.enter()) {
      String id = start(aws, session);
      var observer = new EcsTaskObserver(session, aws.environment);
      var sighting = Deadline.await(() -> observer.look(id), seen -> !seen.deaths().isEmpty());
      Death death = sighting.deaths().get(0);
      assertThat(death.stopCode()).isEqualTo("TaskFailedToStart");
      assertThat(death.reason())
          .startsWith("CannotPullContainerError")
          .contains("ecr:BatchGetImage");
      // The service may have been read just before the task stopped.
      var events =
          sighting.trouble().isEmpty()
              ? Deadline.await(() -> observer.look(id), seen -> !seen.trouble().isEmpty())
              : sighting;
      assertThat(events.trouble()).anyMatch(text -> text.contains("failed to start"));
    }
  }

  @Test
  void reportsWhichImageTheReplacementsTasksRun() throws Exception {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      var image = aws.push("1");
      String id = start(aws, session);
      var engine = new CodeDeployEngine(session, aws.environment, Optional.empty());
      Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.SUCCEEDED);
      var observer = new EcsTaskObserver(session, aws.environment);

      assertThat(observer.running(id, "web"))
          .singleElement()
          .satisfies(task -> assertThat(task.imageDigest()).contains(image.digest().value()));
      assertThat(observer.running("d-NOTTHERE1", "web")).isEmpty();
      assertThat(observer.look(id).deaths()).isEmpty();
      assertThat(observer.look(id).unhealthy()).isEmpty();
      assertThat(observer.look("d-NOTTHERE1").deaths()).isEmpty();
    }
  }

  private static String start(RehearsedAws aws, AwsSession session) throws Exception {
    String arn = new EcsTaskDefinitions(session).register(aws.taskDefinition(aws.push("1"))).arn();
    return new CodeDeployEngine(session, aws.environment, Optional.empty())
        .start(Revisions.of(aws.environment, arn), "a test");
  }
}
