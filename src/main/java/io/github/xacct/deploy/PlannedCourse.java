package io.github.xacct.deploy;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.ReleaseChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The expected course of a planned deployment: its duration, hooks and gates. */
final class PlannedCourse {
  private PlannedCourse() {}

  /**
   * Returns the course that a deployment would take.
   *
   * @param endpoint of a service other than AWS, for which no durations are known
   */
  static DeploymentPlan.Course of(
      ServiceSnapshot snapshot,
      AppSpecSettings appSpec,
      ReleaseChecks checks,
      TargetAccountState state,
      Optional<String> endpoint) {
    var timing = state.timing();
    boolean estimated = endpoint.isEmpty();
    return new DeploymentPlan.Course(
        snapshot.group().configuration(),
        snapshot.group().steps(),
        endpoint,
        Optional.of(timing.expected(checks.approval())).filter(time -> estimated),
        Optional.of(timing.startUp()).filter(time -> estimated),
        timing.readyWait(),
        timing.shift(),
        timing.terminationWait(),
        snapshot.group().own().map(PlannedCourse::hooks).orElseGet(() -> hooks(appSpec)),
        gates(snapshot.group(), checks, state));
  }

  private static List<DeploymentPlan.Hook> hooks(ServiceSnapshot.Own own) {
    return own.functions().stream()
        .map(function -> new DeploymentPlan.Hook(function.stages(), function.name()))
        .toList();
  }

  private static List<DeploymentPlan.Hook> hooks(AppSpecSettings settings) {
    return Arrays.stream(LifecycleHook.values())
        .filter(settings.hooks()::containsKey)
        .map(
            hook ->
                new DeploymentPlan.Hook(
                    hook.key(), Objects.requireNonNull(settings.hooks().get(hook))))
        .toList();
  }

  private static List<String> gates(
      ServiceSnapshot.Group group, ReleaseChecks checks, TargetAccountState state) {
    var gates = new ArrayList<String>();
    if (!checks.smokeTests().isEmpty()) {
      gates.add(
          checks.smokeTests().stream()
              .map(test -> test.name())
              .collect(Collectors.joining(", ", "smoke tests ", "")));
    }
    checks.verifyCommand().ifPresent(command -> gates.add("the verify command"));
    if (checks.approval()) {
      gates.add("manual approval");
    }
    boolean waits =
        group.own().map(own -> own.pausesForTests()).orElse(!state.timing().readyWait().isZero());
    if (checks.any() && !waits) {
      gates.add(
          "which are skipped, for the "
              + (group.own().isPresent()
                  ? "service does not pause before production traffic moves"
                  : "deployment group does not wait"));
    }
    group.own().ifPresent(own -> own.pauses().forEach(pause -> gates.add("pause " + pause)));
    if (!group.alarms().isEmpty()) {
      gates.add("alarms " + String.join(", ", group.alarms()));
    }
    gates.add(group.rollsBack() ? "automatic rollback" : "no automatic rollback");
    return gates;
  }
}
