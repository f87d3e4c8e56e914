package io.github.xacct.stack.plan;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One entry of the parameter {@code LifecycleHooks}: {@code STAGE=FUNCTION}, {@code STAGE=PAUSE} or
 * {@code STAGE=PAUSE:MINUTES}.
 *
 * @param stage lifecycle stage at which it runs
 * @param function name or ARN of the function; empty for a pause
 * @param minutes timeout after which ECS rolls back
 */
record EcsHook(String stage, Optional<String> function, int minutes) {
  /** The value for no hooks, because an output of a stack cannot be empty. */
  static final String NONE = "none";

  static final String PARAMETER = "LifecycleHooks";

  /** The default timeout. */
  static final int MINUTES = 60;

  /** ECS's limit of a pause in minutes, 14 days. */
  private static final int LONGEST_PAUSE = 20_160;

  /** Source: ECS developer guide, "Pause lifecycle hooks". */
  private static final List<String> PAUSES =
      List.of(
          "PRE_SCALE_UP",
          "POST_SCALE_UP",
          "POST_TEST_TRAFFIC_SHIFT",
          "PRE_PRODUCTION_TRAFFIC_SHIFT",
          "POST_PRODUCTION_TRAFFIC_SHIFT");

  /** Source: ECS developer guide, "Lambda lifecycle hooks". */
  private static final List<String> STAGES =
      Stream.concat(
              PAUSES.stream(),
              Stream.of("RECONCILE_SERVICE", "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"))
          .sorted()
          .toList();

  private static final Pattern PAUSE = Pattern.compile("PAUSE(?::(\\d{1,6}))?");
  private static final Set<String> PAUSE_STAGES = Set.copyOf(PAUSES);

  /** Returns a pause, which waits for approval. */
  static EcsHook pause(String stage, int minutes) {
    return new EcsHook(stage, Optional.empty(), minutes);
  }

  /** Parses the entries of the parameter; omits malformed ones. */
  static List<EcsHook> read(String text) {
    var hooks = new ArrayList<EcsHook>();
    for (String entry : entries(text)) {
      String[] pair = entry.split("=", 2);
      var pause = PAUSE.matcher(pair.length == 2 ? pair[1] : "");
      if (pause.matches()) {
        String minutes = pause.group(1);
        hooks.add(pause(pair[0], minutes == null ? MINUTES : Integer.parseInt(minutes)));
      } else if (pair.length == 2) {
        hooks.add(new EcsHook(pair[0], Optional.of(pair[1]), MINUTES));
      }
    }
    return hooks;
  }

  private static List<String> entries(String text) {
    return text.isBlank() || text.equals(NONE)
        ? List.of()
        : List.of(text.trim().split("\\s*,\\s*"));
  }

  /** Returns the problems of the entries; empty if there are none. */
  static List<String> problems(String text) {
    var problems = new ArrayList<String>();
    if (entries(text).size() > read(text).size()) {
      problems.add("expected STAGE=FUNCTION or STAGE=PAUSE:MINUTES, comma-separated");
    }
    read(text).forEach(hook -> hook.problem().ifPresent(problems::add));
    return problems;
  }

  private Optional<String> problem() {
    boolean pauses = function.isEmpty();
    if (!STAGES.contains(stage)) {
      return Optional.of(
          "unknown stage " + stage + ": expected one of " + String.join(", ", STAGES));
    }
    if (pauses && !PAUSE_STAGES.contains(stage)) {
      return Optional.of(
          "ECS does not pause at " + stage + ": expected one of " + String.join(", ", PAUSES));
    }
    return pauses && (minutes < 1 || minutes > LONGEST_PAUSE)
        ? Optional.of("a pause of " + minutes + " minutes: expected 1 to " + LONGEST_PAUSE)
        : Optional.empty();
  }

  /** Returns the function's ARN in an environment's account; empty for a pause. */
  Optional<String> functionArn(Environment environment) {
    return function.map(
        name ->
            Arn.isMeant(name)
                ? name
                : Arn.of(environment.region(), environment.account(), "lambda", "function:" + name)
                    .toString());
  }
}
