package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.ScalingPause;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.rehearsal.plan.RecordedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspendAutoScalingTest {
  private static final String REHEARSED = "<rehearsal><autoScaling>true</autoScaling></rehearsal>";

  @TempDir Path folder;

  @Test
  void nobodyIsAskedAboutAutoScalingByDefault() throws Exception {
    assertThat(scalingCalls(REHEARSED)).isEmpty();
  }

  @Test
  void theScalableTargetIsSuspendedAndResumedIfTheEnvironmentSaysSo() throws Exception {
    assertThat(scalingCalls("<suspendAutoScaling>true</suspendAutoScaling>" + REHEARSED))
        .containsExactly(
            "DescribeScalableTargets",
            "ListTagsForResource",
            "TagResource",
            "RegisterScalableTarget",
            "DescribeScalableTargets",
            "ListTagsForResource",
            "RegisterScalableTarget",
            "UntagResource");
  }

  private List<String> scalingCalls(String more) throws Exception {
    var settings = Written.environment(more).env("test").read();
    var environment = settings.environment().orElseThrow();
    var calls = new CopyOnWriteArrayList<RecordedCall>();
    try (var stage =
            Rehearsed.stage(settings, List.of(environment), folder, Duration.ofSeconds(1));
        var target =
            TargetAccount.enter(
                stage, environment, RunName.of(Written.environment(more).facts()), event -> {})) {
      stage.rehearsal().orElseThrow().onCall(calls::add);
      target.ports().scaling().suspend(Scaling.Mark.of("5ca1ab1e0ddb", Instant.EPOCH));
      new ScalingPause(target.ports()).repair();
    }
    return calls.stream()
        .filter(call -> call.service().equals("application-autoscaling"))
        .map(RecordedCall::operation)
        .toList();
  }
}
