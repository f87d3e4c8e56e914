package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.Spelling;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.revision.AppSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of a rehearsal.
 *
 * @param minute duration of one minute of AWS's waits in the rehearsal
 * @param faults what fails during the rehearsal
 * @param setUp what is misconfigured beforehand
 * @param ecsSetUp what is misconfigured beforehand in services that ECS deploys itself
 */
public record RehearsalOptions(
    Duration minute, Set<Fault> faults, Set<SetUpFault> setUp, Set<EcsSetUpFault> ecsSetUp) {
  /** Options without misconfigured accounts. */
  public RehearsalOptions(Duration minute, Set<Fault> faults) {
    this(minute, faults, Set.of());
  }

  /** Options without misconfigured services that ECS deploys itself. */
  public RehearsalOptions(Duration minute, Set<Fault> faults, Set<SetUpFault> setUp) {
    this(minute, faults, setUp, Set.of());
  }

  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  /**
   * Parses the two properties.
   *
   * @param faults comma-separated; may be null
   */
  public static RehearsalOptions parse(String minute, @Nullable String faults) {
    Duration time = read("xacct.rehearse.minute", () -> duration(minute.trim()));
    List<String> ids = read("xacct.rehearse.fault", () -> faults(faults));
    return new RehearsalOptions(
        time,
        named(Fault.class, Fault::id, ids),
        named(SetUpFault.class, SetUpFault::id, ids),
        named(EcsSetUpFault.class, EcsSetUpFault::id, ids));
  }

  private static <T> T read(String property, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw XacctException.yours(property + ": " + e.getMessage() + ".");
    }
  }

  /** Applies the faults that are in the AppSpec rather than in the accounts. */
  public AppSpec wronged(AppSpec spec) {
    boolean name = setUp.contains(SetUpFault.CONTAINER_NAME_DIFFERS);
    boolean port = setUp.contains(SetUpFault.CONTAINER_PORT_DIFFERS);
    return new AppSpec(
        spec.settings(),
        spec.taskDefinition(),
        name ? "another" : spec.containerName(),
        port ? 9999 : spec.containerPort());
  }

  /**
   * Parses a duration such as 250ms.
   *
   * @throws IllegalArgumentException if it is not a duration
   */
  static Duration duration(String text) {
    var matcher = TIME.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "invalid value '" + text + "': expected a time such as 1s or 250ms");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  /**
   * Parses names of faults, separated by commas.
   *
   * @throws IllegalArgumentException if one of them is unknown
   */
  static List<String> faults(@Nullable String text) {
    if (text == null || !Element.isWritten(text)) {
      return List.of();
    }
    List<String> ids = List.of(text.trim().split("\\s*,\\s*"));
    List<String> unknown = ids.stream().filter(id -> !names().contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          unknown.stream().map(RehearsalOptions::unknown).collect(Collectors.joining("; ")));
    }
    return ids;
  }

  private static <E extends Enum<E>> Set<E> named(
      Class<E> type, Function<E, String> name, List<String> names) {
    var all = EnumSet.allOf(type);
    all.removeIf(one -> !names.contains(name.apply(one)));
    return all;
  }

  /** Returns the names of all faults. */
  public static List<String> names() {
    return Stream.of(
            Arrays.stream(Fault.values()).map(Fault::id),
            Arrays.stream(SetUpFault.values()).map(SetUpFault::id),
            Arrays.stream(EcsSetUpFault.values()).map(EcsSetUpFault::id))
        .flatMap(ids -> ids)
        .toList();
  }

  private static String unknown(String id) {
    return "unknown fault '"
        + id
        + "': "
        + Spelling.nearest(id, names())
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() -> "expected some of " + String.join(", ", names()));
  }
}
