package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the service pauses where smoke tests, verify command and approval are to be asked.
 * Source: Amazon ECS developer guide, pausing a deployment with lifecycle hooks.
 */
final class PauseCheck {
  /** At these green is on the test rule and not in production yet. */
  private static final Set<String> TESTABLE =
      Set.of("POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT");

  /** What AWS takes where a hook names no time. */
  private static final int DEFAULT_MINUTES = 1440;

  private static final int SHORT = 5;

  private final SetUp setUp;

  PauseCheck(SetUp setUp) {
    this.setUp = setUp;
  }

  CheckVerdict verdict() {
    if (!EcsService.shifts(setUp.needLivingService())) {
      throw new Skip("the service shifts no traffic (service.controller)");
    }
    var pauses = setUp.ecs().hooks("PAUSE");
    boolean asked = setUp.intent.checks().any();
    if (asked && pauses.stream().noneMatch(PauseCheck::isTestable)) {
      return missing(pauses);
    }
    for (JsonNode pause : pauses) {
      if (asked && isTestable(pause) && continues(pause)) {
        return CheckVerdict.warn(
                "The pause "
                    + words(pause)
                    + " goes on by itself: production traffic moves although nobody has looked")
            .evidence("ECS: timeoutConfiguration " + pause.path("timeoutConfiguration"))
            .fix("the action ROLLBACK in its timeoutConfiguration:", EcsChecks.update(setUp));
      }
      if (minutes(pause) < SHORT && !continues(pause)) {
        return CheckVerdict.warn(
                "The pause "
                    + words(pause)
                    + " ends too soon for anybody to answer: a deployment that is not followed by a"
                    + " run is rolled back")
            .evidence("ECS: timeoutConfiguration " + pause.path("timeoutConfiguration"))
            .fix(
                "a longer timeoutInMinutes, or remove the hook from the service's lifecycleHooks:",
                EcsChecks.update(setUp));
      }
    }
    return CheckVerdict.ok(
        pauses.isEmpty()
            ? "none, and nothing is asked"
            : pauses.stream().map(PauseCheck::words).collect(Collectors.joining(", ")));
  }

  private CheckVerdict missing(List<JsonNode> pauses) {
    return CheckVerdict.warn(
            "The service does not pause before it shifts traffic: smoke tests, verify command and"
                + " approval are not asked")
        .evidence(
            "ECS: pauses " + Snippets.listOrNone(pauses.stream().map(PauseCheck::words).toList()))
        .fix("Add to the service's deploymentConfiguration.lifecycleHooks:")
        .fix(
            """
            {"targetType": "PAUSE", "lifecycleStages": ["%s"],
             "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"}}"""
                .formatted(stage()))
        .fix(EcsChecks.update(setUp));
  }

  /** Before each step, where there are several. */
  private String stage() {
    return setUp.ecs().strategy().equals("BLUE_GREEN")
        ? "POST_TEST_TRAFFIC_SHIFT"
        : "PRE_PRODUCTION_TRAFFIC_SHIFT";
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
    return "at "
        + String.join(", ", JsonLists.texts(pause.path("lifecycleStages")))
        + " ("
        + minutes(pause)
        + " min)";
  }
}
