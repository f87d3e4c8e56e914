package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that the service pauses where smoke tests, verify command and approval run. Source: Amazon
 * ECS developer guide, pausing a deployment with lifecycle hooks.
 */
final class PauseCheck {
  private static final String AT_TESTS = "POST_TEST_TRAFFIC_SHIFT";
  private static final String BEFORE_STEPS = "PRE_PRODUCTION_TRAFFIC_SHIFT";

  /** The stages at which green has test traffic but no production traffic yet. */
  private static final Set<String> TESTABLE = Set.of(AT_TESTS, BEFORE_STEPS);

  /** AWS's default for a hook without a timeout. */
  private static final int DEFAULT_MINUTES = 1440;

  private static final int SHORT = 5;

  private final SetUp setUp;

  PauseCheck(SetUp setUp) {
    this.setUp = setUp;
  }

  CheckVerdict verdict() {
    if (!EcsService.shifts(setUp.needActiveService())) {
      throw new Skip("the service shifts no traffic (service.controller)");
    }
    var pauses = setUp.ecs().hooks("PAUSE");
    boolean asked = setUp.intent.checks().any();
    if (asked && pauses.stream().noneMatch(PauseCheck::isTestable)) {
      return missing(pauses);
    }
    boolean steps = setUp.intent.checks().steps().isPresent();
    if (steps && pauses.stream().noneMatch(PauseCheck::isBeforeSteps)) {
      return undecided(pauses);
    }
    for (JsonNode pause : pauses) {
      if (asked && isTestable(pause) && continues(pause)) {
        return CheckVerdict.warn(
                "The pause "
                    + words(pause)
                    + " continues by itself: production traffic moves even without an approval")
            .evidence("ECS: timeoutConfiguration " + pause.path("timeoutConfiguration"))
            .fix("the action ROLLBACK in its timeoutConfiguration:", EcsChecks.update(setUp));
      }
      if (minutes(pause) < SHORT && !continues(pause)) {
        return CheckVerdict.warn(
                "The pause "
                    + words(pause)
                    + " ends before anyone can approve: a deployment that no run follows is rolled"
                    + " back")
            .evidence("ECS: timeoutConfiguration " + pause.path("timeoutConfiguration"))
            .fix(
                "a longer timeoutInMinutes, or remove the hook from the service's lifecycleHooks:",
                EcsChecks.update(setUp));
      }
    }
    return CheckVerdict.ok(
        pauses.isEmpty()
            ? "none, and no check needs one"
            : pauses.stream().map(PauseCheck::words).collect(Collectors.joining(", ")));
  }

  private CheckVerdict missing(List<JsonNode> pauses) {
    return CheckVerdict.warn(
            "The service does not pause before it shifts traffic: smoke tests, verify command and"
                + " approval are skipped")
        .evidence(found(pauses))
        .fix(hook(setUp.ecs().strategy().equals("BLUE_GREEN") ? AT_TESTS : BEFORE_STEPS))
        .fix(EcsChecks.update(setUp));
  }

  private CheckVerdict undecided(List<JsonNode> pauses) {
    return CheckVerdict.warn("The service does not pause before its steps: <steps> has no effect")
        .evidence(found(pauses))
        .fix(hook(BEFORE_STEPS))
        .fix(EcsChecks.update(setUp));
  }

  private static String found(List<JsonNode> pauses) {
    return "ECS: pauses " + Snippets.listOrNone(pauses.stream().map(PauseCheck::words).toList());
  }

  private static String hook(String stage) {
    return """
        Add to the service's deploymentConfiguration.lifecycleHooks:
        {"targetType": "PAUSE", "lifecycleStages": ["%s"],
         "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"}}"""
        .formatted(stage);
  }

  private static boolean isBeforeSteps(JsonNode pause) {
    return JsonLists.texts(pause.path("lifecycleStages")).contains(BEFORE_STEPS);
  }

  private static boolean isTestable(JsonNode pause) {
    return JsonLists.texts(pause.path("lifecycleStages")).stream().anyMatch(TESTABLE::contains);
  }

  private static boolean continues(JsonNode pause) {
    return pause.at("/timeoutConfiguration/action").asText().equals("CONTINUE");
  }

  private static int minutes(JsonNode pause) {
    return pause.at("/timeoutConfiguration/timeoutInMinutes").asInt(DEFAULT_MINUTES);
  }

  private static String words(JsonNode pause) {
    return "at %s (%s min)"
        .formatted(
            String.join(", ", JsonLists.texts(pause.path("lifecycleStages"))), minutes(pause));
  }
}
