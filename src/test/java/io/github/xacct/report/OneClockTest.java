package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All charts of a deployment use the deployment service's clock, not the times of polling. */
class OneClockTest {
  private static final Instant BEGAN = Stories.BEGAN;

  @Test
  void eachLifecycleEventIsWhereCodeDeploySaysNotWhereWeLooked() {
    var deployment =
        attached(BEGAN)
            .plus(at(5), changed("BeforeInstall", LifecycleStatus.SUCCEEDED, 1, 2))
            .plus(at(5), changed("Install", LifecycleStatus.IN_PROGRESS, 2))
            .plus(at(20), changed("Install", LifecycleStatus.SUCCEEDED, 2, 14));

    assertThat(Timeline.of(deployment))
        .extracting(Timeline.Row::name, Timeline.Row::began, row -> row.ended().orElseThrow())
        .containsExactly(tuple("BeforeInstall", at(1), at(2)), tuple("Install", at(2), at(14)));
  }

  @Test
  void aClockThatIsAheadOfOursEndsNothingInTheFuture() {
    var deployment =
        attached(BEGAN).plus(at(5), changed("Install", LifecycleStatus.SUCCEEDED, 20, 24));

    assertThat(Timeline.of(deployment))
        .extracting(Timeline.Row::began, row -> row.ended().orElseThrow())
        .containsExactly(tuple(at(1), at(5)));
  }

  @Test
  void trafficMovesFromTheBeginningOfAllowTrafficToItsEnd() {
    var deployment =
        attached(BEGAN)
            .plus(at(1), sets(100, 0))
            .plus(at(6), changed("AllowTraffic", LifecycleStatus.IN_PROGRESS, 4))
            .plus(at(6), sets(90, 10))
            .plus(at(18), changed("AllowTraffic", LifecycleStatus.SUCCEEDED, 4, 15))
            .plus(at(18), sets(0, 100));

    assertThat(TrafficCurve.of(deployment))
        .containsExactly(
            new TrafficCurve.Step(at(1), 100, 0),
            new TrafficCurve.Step(at(4), 90, 10),
            new TrafficCurve.Step(at(15), 0, 100));
  }

  @Test
  void requestsAreDrawnFromTheTimeInWhichTheyWereAnswered() {
    var deployment =
        attached(BEGAN)
            .plus(at(10), sample(0, 1, Map.of("demo:1", 20)))
            .plus(at(10), sample(4, 5, Map.of("demo:2", 20)))
            .plus(
                at(10),
                new Event.DeploymentEnded("d-1", Verdict.SUCCEEDED, Duration.ofSeconds(10)));

    assertThat(RequestsChart.of(deployment))
        .contains("<rect class=\"blue\" x=\"0.00%\" ")
        .contains("<rect class=\"green\" x=\"40.00%\" ");
  }

  @Test
  void noBarBeginsBeforeAVersionAnswersForTheFirstTime() {
    var deployment = attached(BEGAN);
    for (int i = 0; i < 100; i++) {
      String who = i < 61 ? "demo:1" : "demo:2";
      deployment = deployment.plus(at(100), sample(i, i + 1, Map.of(who, 20)));
    }
    deployment =
        deployment.plus(
            at(100), new Event.DeploymentEnded("d-1", Verdict.SUCCEEDED, Duration.ofSeconds(100)));

    assertThat(RequestsChart.of(deployment))
        .contains("<rect class=\"blue\" x=\"60.00%\" ")
        .contains("<rect class=\"green\" x=\"61.00%\" ")
        .doesNotContain("<rect class=\"green\" x=\"60");
  }

  @Test
  void aDeploymentThatEndedBeforeWeLookedIsDrawnOverItsOwnTime() {
    var deployment =
        attached(BEGAN.minusSeconds(3600))
            .plus(
                at(1), new Event.DeploymentEnded("d-1", Verdict.SUCCEEDED, Duration.ofSeconds(90)))
            .plus(at(2), Event.Concluded.well(Verdict.SUCCEEDED));

    assertThat(TimeScale.of(deployment))
        .isEqualTo(new TimeScale(BEGAN.minusSeconds(3600), BEGAN.minusSeconds(3510)));
  }

  private static Instant at(long seconds) {
    return BEGAN.plusSeconds(seconds);
  }

  private static DeploymentRecord attached(Instant created) {
    return new DeploymentRecord(BEGAN, List.of())
        .plus(BEGAN, new Event.DeploymentAttached("d-1", Optional.empty(), Optional.of(created)));
  }

  private static Event changed(String name, LifecycleStatus status, long... times) {
    var ended = times.length > 1 ? Optional.of(at(times[1])) : Optional.<Instant>empty();
    var took = ended.map(end -> Duration.between(at(times[0]), end));
    return new Event.LifecycleEventChanged(
        name, Reported.of(status), took, Optional.of(at(times[0])), ended);
  }

  private static Event sets(double blue, double green) {
    return new Event.TaskSetsChanged(
        List.of(
            new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 1, 1, 0, blue),
            new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 1, 1, 0, green)));
  }

  private static Event sample(long from, long to, Map<String, Integer> answered) {
    return new Event.TrafficSample(at(to), Optional.of(at(from)), answered, 0);
  }
}
