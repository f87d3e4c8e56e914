package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.PastDeployment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
  private static final PastDeployment GOOD =
      new PastDeployment(
          "d-AAAAAAAA1",
          DeploymentStatus.SUCCEEDED,
          Instant.parse("2026-11-28T14:20:04Z"),
          Optional.of(Duration.ofSeconds(200)),
          Optional.of("arn:aws:ecs:eu-central-1:222222222222:task-definition/shop-test:12"),
          Optional.of("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
          Optional.of("0a1b2c3d4e5f"),
          "ann",
          "",
          false,
          Optional.empty());

  private static final PastDeployment BAD =
      new PastDeployment(
          "d-AAAAAAAA2",
          DeploymentStatus.FAILED,
          Instant.parse("2026-11-28T15:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "CodeDeploy (automatic rollback)",
          "",
          true,
          Optional.of("HEALTH_CONSTRAINTS - \u001b[31mtasks failed"));

  @Test
  void alignsItsColumnsAndPrintsAnErrorBelowItsDeployment() {
    assertThat(String.join("\n", new HistoryText(ZoneOffset.UTC).lines(List.of(BAD, GOOD))))
        .isEqualTo(
            """
            DEPLOYMENT   STATUS     STARTED           TOOK        REVISION      IMAGE                COMMIT        BY
            d-AAAAAAAA2  failed     2026-11-28 15:00  -           -             -                    -             CodeDeploy (automatic rollback)
              HEALTH_CONSTRAINTS - \ufffd[31mtasks failed
            d-AAAAAAAA1  succeeded  2026-11-28 14:20  3 min 20 s  shop-test:12  sha256:9f86d081884c  0a1b2c3d4e5f  ann""");
  }

  @Test
  void saysThatThereAreNone() {
    assertThat(new HistoryText(ZoneOffset.UTC).lines(List.of())).containsExactly("No deployments.");
  }

  @Test
  void theJsonHasEveryKey() {
    assertThat(JsonOutput.history(List.of(GOOD), Instant.EPOCH))
        .isEqualTo(
            """
            {
              "version" : 1,
              "at" : "1970-01-01T00:00:00Z",
              "deployments" : [ {
                "id" : "d-AAAAAAAA1",
                "status" : "succeeded",
                "started" : "2026-11-28T14:20:04Z",
                "took" : 200,
                "taskDefinition" : "arn:aws:ecs:eu-central-1:222222222222:task-definition/shop-test:12",
                "imageDigest" : "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "commit" : "0a1b2c3d4e5f",
                "by" : "ann",
                "description" : "",
                "rollback" : false,
                "error" : null
              } ]
            }""");
  }
}
