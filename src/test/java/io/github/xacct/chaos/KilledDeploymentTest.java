package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.History;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.ImageReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 while a call is under way, so that its answer is lost, then the same command again: as if
 * nothing had happened.
 */
@Tag("slow")
class KilledDeploymentTest {
  private static RehearsedAws aws;

  @TempDir static Path folder;

  private final AtomicReference<OwnProcess> victim = new AtomicReference<>();
  private final AtomicReference<String> moment = new AtomicReference<>("");
  private final AtomicInteger toGo = new AtomicInteger();

  @BeforeAll
  static void start() {
    aws =
        RehearsedAws.in(folder)
            .configuration("CodeDeployDefault.ECSCanary10Percent5Minutes")
            .terminationWait(20)
            .start();
  }

  @AfterAll
  static void end() {
    aws.close();
  }

  @ParameterizedTest(name = "at {0} number {1}")
  @CsvSource({
    "AssumeRole, 1",
    "ListDeployments, 1",
    "DescribeTaskDefinition, 2",
    "RegisterTaskDefinition, 1",
    "CreateDeployment, 1",
    "BatchGetDeploymentTargets, 1",
    "GetDeployment, 2",
    "ListTasks, 1",
    "BatchGetDeploymentTargets, 3",
    "GetDeployment, 4"
  })
  void runAgainItEndsGreenWithOneDeployment(String operation, int number) throws Exception {
    var image = aws.push(operation + "-" + number);
    Path record = Files.createDirectory(folder.resolve(operation + number));
    killAt(operation, number);

    victim.set(OwnProcess.start(aws, image, record, Until.TERMINATED));
    assertThat(victim.get().exit()).as("killed:\n%s", victim.get().log()).isEqualTo(137);
    var again = OwnProcess.start(aws, image, record, Until.TERMINATED);
    int exit = again.exit();

    assertThat(exit).as(again.log()).isZero();
    assertThat(again.log()).containsAnyOf("verdict SUCCEEDED", "verdict NOTHING_TO_DO");
    assertThat(deployments(image))
        .extracting(History.Past::status)
        .containsExactly(DeploymentStatus.SUCCEEDED);
    if (again.log().contains("verdict SUCCEEDED")) { // else it was over when we came again
      assertThat(Files.readString(record.resolve("deployment.json")))
          .contains(deployments(image).get(0).id());
    }
    assertThat(ask(aws.rehearsal.productionUrl("test").orElseThrow()))
        .contains(operation + "-" + number);
  }

  private void killAt(String operation, int number) {
    moment.set(operation);
    toGo.set(number);
    aws.rehearsal.onCall(
        call -> {
          if (call.operation().equals(moment.get()) && toGo.decrementAndGet() == 0) {
            victim.get().kill();
          }
        });
  }

  private static List<History.Past> deployments(ImageReference image) {
    try (var session = aws.enter()) {
      return new CodeDeployHistory(session, aws.environment)
          .last(25).stream()
              .filter(past -> past.description().contains(image.digest().brief()))
              .toList();
    }
  }

  private static String ask(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
