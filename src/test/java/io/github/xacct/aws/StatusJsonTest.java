package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.RehearsedAws;
import io.github.xacct.TestClock;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.preflight.PreflightTest;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.RunningTasks.ServiceTask;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.JsonOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} as JSON: the outcome of the proof is a key, not a sentence to be parsed. */
class StatusJsonTest {
  private static final String OTHER = "sha256:" + "5e".repeat(32);

  @TempDir Path folder;

  @Test
  void hasTheOutcomeOfTheProofAsAKey() throws Exception {
    try (var aws = RehearsedAws.in(folder).terminationWait(0).start();
        var session = aws.enter()) {
      PreflightTest.deploy(aws, "1");
      var observer = new EcsTaskObserver(session, aws.environment);

      assertThat(json(aws, session, observer))
          .isEqualTo("proved 1/1 null [] | Proved: 1 of 1 running tasks run the deployed image");
      assertThat(json(aws, session, container -> List.of(task("t-2", Optional.of(OTHER)))))
          .isEqualTo(
              "disproved 0/1 \"some run another: t-2 runs OTHER\""
                  + " [{\"taskId\":\"t-2\",\"imageDigest\":\"OTHER\"}]"
                  + " | Disproved: of 1 running tasks some run another: t-2 runs OTHER");
      assertThat(json(aws, session, container -> List.of()))
          .isEqualTo("disproved 0/0 \"no task is running\" [] | Disproved: no task is running");
      assertThat(json(aws, session, container -> List.of(task("t-3", Optional.empty()))))
          .isEqualTo(
              "not-proved 0/1 \"ECS returned no digest for 1 of 1 tasks.\""
                  + " [{\"taskId\":\"t-3\",\"imageDigest\":null}]"
                  + " | Not proved which image the tasks run."
                  + " ECS returned no digest for 1 of 1 tasks.");
      assertThat(
              json(
                  aws,
                  session,
                  container -> {
                    throw XacctException.yours("Cannot read the running tasks.");
                  }))
          .isEqualTo(
              "not-proved 0/0 \"Cannot read the running tasks.\" []"
                  + " | Not proved which image the tasks run. Cannot read the running tasks.");
    }
  }

  private static ServiceTask task(String id, Optional<String> digest) {
    return new ServiceTask(id, true, digest);
  }

  private static String json(RehearsedAws aws, AwsSession session, RunningTasks tasks)
      throws IOException {
    var hurry = new Hurry();
    var ports =
        new Ports(
            new EcsTaskDefinitions(session),
            new CodeDeployEngine(session, aws.environment, Optional.empty()),
            new EcsTaskObserver(session, aws.environment),
            Scaling.untouched(),
            event -> {},
            hurry,
            hurry::sleep);
    var status = new StatusReader(ports, new CodeDeployHistory(session, aws.environment), tasks);
    JsonNode found =
        new ObjectMapper()
            .readTree(JsonOutput.status(List.of(status.of(aws.environment)), Instant.EPOCH))
            .at("/environments/0");
    var proof = found.get("imageProof");
    return "%s %s/%s %s %s | %s"
        .formatted(
            proof.get("outcome").asText(),
            proof.get("proved"),
            proof.get("of"),
            proof.get("why"),
            proof.get("tasks"),
            found.get("proof").asText())
        .replace(OTHER, "OTHER");
  }

  /** A clock that advances only by sleeping. */
  private static final class Hurry extends TestClock {
    private Instant now = Instant.now();

    void sleep(Duration duration) throws InterruptedException {
      Sleeper.real().sleep(Duration.ofMillis(5));
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
