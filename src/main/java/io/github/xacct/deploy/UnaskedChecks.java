package io.github.xacct.deploy;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.model.ReleaseChecks;
import java.util.Optional;

/** Checks that are configured but skipped, because the deployment does not wait. */
public final class UnaskedChecks {
  private static final String HOOK =
      " Add to its deploymentConfiguration.lifecycleHooks: {\"targetType\": \"PAUSE\","
          + " \"lifecycleStages\": [\"%s\"], \"timeoutConfiguration\": {\"timeoutInMinutes\": 60,"
          + " \"action\": \"ROLLBACK\"}}";

  private UnaskedChecks() {}

  /** One sentence with the setting to add; empty if all checks run. */
  public static Optional<String> of(ReleaseChecks checks, TargetAccountState state) {
    var own = own(state);
    boolean tests = checks.tests() || checks.approval();
    if (own.isEmpty()) {
      return tests
              && state.timing().readyWait().isZero()
              && !state.timing().equals(Timing.unknown())
          ? Optional.of(
              "Smoke tests, verify command and approval are skipped: the deployment group does"
                  + " not wait (deploymentReadyOption STOP_DEPLOYMENT).")
          : checks
              .steps()
              .map(rules -> "<steps> has no effect: CodeDeploy does not wait between steps.");
    }
    if (tests && !own.get().pausesForTests()) {
      return Optional.of(
          "Smoke tests, verify command and approval are skipped: the service does not pause"
              + " before production traffic moves."
              + HOOK.formatted("POST_TEST_TRAFFIC_SHIFT"));
    }
    return checks
        .steps()
        .filter(rules -> !own.get().pausesBeforeSteps())
        .map(
            rules ->
                "<steps> has no effect: the service does not pause before its steps."
                    + HOOK.formatted("PRE_PRODUCTION_TRAFFIC_SHIFT"));
  }

  private static Optional<ServiceSnapshot.Own> own(TargetAccountState state) {
    return state.standing().flatMap(snapshot -> snapshot.group().own());
  }

  /** Whether ECS itself shifts traffic, and waits before each step. */
  public static boolean stepsAreEcs(TargetAccountState state) {
    return own(state).isPresent();
  }
}
