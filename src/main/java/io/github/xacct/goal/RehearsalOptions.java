package io.github.xacct.goal;

import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.SetUpFault;
import io.github.xacct.revision.AppSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a rehearsal is wished.
 *
 * @param minute how long a minute of AWS's waits takes
 * @param faults what goes wrong
 * @param setUp what is set up wrongly beforehand
 */
record RehearsalOptions(Duration minute, Set<Fault> faults, Set<SetUpFault> setUp) {
  /** A rehearsal of healthy accounts. */
  RehearsalOptions(Duration minute, Set<Fault> faults) {
    this(minute, faults, Set.of());
  }

  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  /**
   * Reads the two properties.
   *
   * @param faults comma-separated, may be null
   */
  static RehearsalOptions parse(String minute, String faults) {
    Duration time = duration(minute.trim());
    var asked = EnumSet.noneOf(Fault.class);
    var setUp = EnumSet.noneOf(SetUpFault.class);
    if (Element.isWritten(faults)) {
      for (String id : faults.trim().split("\\s*,\\s*")) {
        read(id, asked, setUp);
      }
    }
    return new RehearsalOptions(time, asked, setUp);
  }

  /** What is deployed, as the faults make it that lie in the AppSpec and not in the accounts. */
  AppSpec wronged(AppSpec spec) {
    boolean name = setUp.contains(SetUpFault.CONTAINER_NAME_DIFFERS);
    boolean port = setUp.contains(SetUpFault.CONTAINER_PORT_DIFFERS);
    return new AppSpec(
        spec.settings(),
        spec.taskDefinition(),
        name ? "another" : spec.containerName(),
        port ? 9999 : spec.containerPort());
  }

  private static Duration duration(String text) {
    var matcher = TIME.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw XacctException.yours(
          "xacct.rehearse.minute: '" + text + "' is not a time: write one such as 1s or 250ms.");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private static void read(String id, Set<Fault> faults, Set<SetUpFault> setUp) {
    var fault = Arrays.stream(Fault.values()).filter(f -> f.id().equals(id)).findFirst();
    var wrong = Arrays.stream(SetUpFault.values()).filter(f -> f.id().equals(id)).findFirst();
    if (fault.isEmpty() && wrong.isEmpty()) {
      throw unknown(id);
    }
    fault.ifPresent(faults::add);
    wrong.ifPresent(setUp::add);
  }

  private static XacctException unknown(String id) {
    return XacctException.yours(
        "xacct.rehearse.fault: there is no fault '"
            + id
            + "': write one of "
            + Arrays.stream(Fault.values()).map(Fault::id).collect(Collectors.joining(", "))
            + ", or for accounts that are set up wrongly one of "
            + Arrays.stream(SetUpFault.values())
                .map(SetUpFault::id)
                .collect(Collectors.joining(", "))
            + ".");
  }
}
