package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.PromotionFacts;
import io.github.xacct.deploy.port.RunningTasks.ServiceTask;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.Reported;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.model.XacctException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which image may be promoted, and the reasons against it. */
class PromotionTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String OTHER = "sha256:" + "b".repeat(64);
  private static final ImageReference IMAGE = ImageReference.parse("registry/app@" + DIGEST);
  private static final String TESTED = "passed 2026-11-23T12:00:00Z";

  private final FakeTime time = new FakeTime();
  private final ScriptedEngine engine = new ScriptedEngine();
  private final List<ServiceTask> tasks = new ArrayList<>(List.of(task("t1", true, DIGEST)));
  private Optional<XacctException> refusal = Optional.empty();
  private final List<History.Past> past =
      new ArrayList<>(List.of(past("d-1", DeploymentStatus.SUCCEEDED, false)));
  private String image = IMAGE.toString();
  private Optional<String> mark = Optional.of(TESTED);
  private boolean force;

  @Test
  void givesWhatRunsWithTheCommitThatItsDeploymentNamed() {
    var promoted = promote();

    assertThat(promoted.image()).isEqualTo(IMAGE);
    assertThat(promoted.commit()).contains("c0ffee");
    assertThat(promoted.committed()).contains(Instant.parse("2026-11-23T10:00:00Z"));
    assertThat(promoted.tested()).isTrue();
  }

  @Test
  void refusesWhileTrafficMoves() {
    inFlight(ScriptedEngine.state("d-2", DeploymentStatus.IN_PROGRESS));

    refuses("Deployment d-2 is in flight there, and its traffic has not moved yet.");
  }

  @Test
  void takesADeploymentThatOnlyWaitsForTheEndOfTheOldTasks() {
    inFlight(ScriptedEngine.shifted("d-2"));
    past.add(0, past("d-2", DeploymentStatus.IN_PROGRESS, false));
    tasks.add(task("old", false, OTHER));

    assertThat(promote().image()).isEqualTo(IMAGE);
  }

  @Test
  void refusesTwoDigests() {
    tasks.add(task("t2", true, OTHER));

    refuses(
        "Not all its tasks run "
            + DIGEST
            + ", which its task definition names: some run another: t2 runs "
            + OTHER
            + ".");
  }

  @Test
  void refusesAnotherDigestInATaskSetThatWasLeftBehind() {
    tasks.add(task("left", false, OTHER));

    refuses("Not all its tasks run " + DIGEST);
  }

  @Test
  void refusesTasksOfWhichNobodyKnowsTheDigest() {
    tasks.set(0, new ServiceTask("t1", true, Optional.empty()));

    refuses("Not proved which image the tasks run. ECS returned no digest for 1 of 1 tasks.");
  }

  @Test
  void refusesWhereTheTasksMayNotBeLookedAt() {
    refusal = Optional.of(XacctException.yours("Cannot read the running tasks."));

    refuses("Not proved which image the tasks run. Cannot read the running tasks.");
  }

  @Test
  void refusesWhereNothingRuns() {
    tasks.clear();

    refuses("It has no running task.");
  }

  @Test
  void refusesALastDeploymentThatWasRolledBack() {
    past.add(0, past("d-2", DeploymentStatus.FAILED, false));
    past.add(0, past("d-3", DeploymentStatus.SUCCEEDED, true));

    refuses("Its last deployment was rolled back by d-3.");
  }

  @Test
  void refusesALastDeploymentThatFailed() {
    past.add(0, past("d-2", DeploymentStatus.FAILED, false));

    refuses("Its last deployment d-2 has failed: HEALTH - it was ill");
  }

  @Test
  void refusesWhereNothingWasDeployed() {
    past.clear();

    refuses("The engine has no deployment of it");
  }

  @Test
  void refusesAnImageThatIsNamedByATag() {
    image = "registry/app:latest";

    refuses("names no image by digest for container app");
  }

  @Test
  void refusesWithoutSmokeTests() {
    mark = Optional.empty();

    refuses("Its smoke tests have not been run on what it runs: mvn xacct:smoke-test -Denv=test");
  }

  @Test
  void refusesAfterSmokeTestsThatFailed() {
    mark = Optional.of("failed 2026-11-23T12:00:00Z");

    refuses("Its smoke tests have failed on what it runs.");
  }

  @Test
  void canBeForcedPastTheTestsAndNothingElse() {
    force = true;
    mark = Optional.empty();
    assertThat(promote().tested()).isFalse();

    tasks.clear();
    refuses("It has no running task.");
  }

  @Test
  void reportsAllReasonsTogether() {
    mark = Optional.empty();
    tasks.clear();
    past.clear();

    assertThatThrownBy(this::promote)
        .isInstanceOfSatisfying(XacctException.class, e -> assertThat(e.evidence()).hasSize(3));
  }

  private void refuses(String reason) {
    assertThatThrownBy(this::promote)
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith("What runs in test cannot be promoted.")
        .hasMessageContaining(reason);
  }

  private void inFlight(DeploymentState state) {
    engine.look =
        new TargetAccountState(
            Optional.of("arn:td:1"),
            Optional.of(
                new Active(
                    "d-2",
                    Reported.of(DeploymentStatus.class, "InProgress"),
                    time.instant(),
                    "user",
                    "",
                    Optional.empty())),
            List.of(),
            List.of(),
            Optional.empty(),
            Timing.immediate());
    engine.returns(state);
  }

  private PromotionFacts.Promoted promote() {
    var ports =
        new Ports(
            new OneRevision(),
            engine,
            TaskObserver.blind(),
            Scaling.untouched(),
            event -> {},
            time,
            time);
    return new Promotion(ports, new Scripted(), container -> running()).of(environment(), force);
  }

  private List<ServiceTask> running() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return tasks;
  }

  private static ServiceTask task(String id, boolean primary, String digest) {
    return new ServiceTask(id, primary, Optional.of(digest));
  }

  private static History.Past past(String id, DeploymentStatus status, boolean rollback) {
    return new History.Past(
        id,
        status,
        Instant.parse("2026-11-23T11:00:00Z"),
        Optional.empty(),
        "run 123456789abc image sha256:aaaaaaaaaaaa commit c0ffee of 2026-11-23T10:00:00Z: app 1 by ann",
        rollback,
        status == DeploymentStatus.FAILED ? Optional.of("HEALTH - it was ill") : Optional.empty(),
        Optional.of("hash"));
  }

  private final class Scripted implements History {
    @Override
    public List<Past> last(int count) {
      return List.copyOf(past);
    }

    @Override
    public Optional<String> taskDefinition(Past one) {
      return Optional.of("arn:td:1");
    }
  }

  private final class OneRevision implements TaskDefinitions {
    @Override
    public Optional<Registered> newest(String family) {
      throw new AssertionError("nobody asks for the newest");
    }

    @Override
    public Optional<Registered> describe(String arn) {
      String tags =
          mark.map(m -> "[{\"key\":\"xacct:smoke-tests\",\"value\":\"" + m + "\"}]").orElse("[]");
      return Optional.of(
          new Registered(
              arn,
              "{\"containerDefinitions\":[{\"name\":\"app\",\"image\":\""
                  + image
                  + "\"}],\"tags\":"
                  + tags
                  + "}"));
    }

    @Override
    public Registered register(String taskDefinition) {
      throw new AssertionError("nothing is registered");
    }
  }

  private static Environment environment() {
    return environment("test", "222222222222");
  }

  static Environment environment(String name, String account) {
    return new Environment(
        name,
        new AccountId(account),
        new Region("eu-central-1"),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "apps",
        "app",
        "app",
        "app",
        Optional.empty(),
        new TaskSettings(
            "app",
            new FargateSize(256, 512),
            Architecture.X86_64,
            Optional.empty(),
            Optional.empty(),
            "app",
            8080,
            Map.of(),
            Map.of(),
            "/ecs/app",
            "/",
            List.of(),
            Map.of()),
        AppSpecSettings.none(),
        false,
        Map.of());
  }
}
