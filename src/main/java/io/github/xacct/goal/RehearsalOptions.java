package io.github.xacct.goal;

import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
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
 */
record RehearsalOptions(Duration minute, Set<Fault> faults) {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  /**
   * Reads the two properties.
   *
   * @param faults comma-separated, may be null
   */
  static RehearsalOptions parse(String minute, String faults) {
    return new RehearsalOptions(duration(minute.trim()), faults(faults));
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

  private static Set<Fault> faults(String text) {
    var faults = EnumSet.noneOf(Fault.class);
    if (!Element.isWritten(text)) {
      return faults;
    }
    for (String id : text.trim().split("\\s*,\\s*")) {
      faults.add(
          Arrays.stream(Fault.values())
              .filter(f -> f.id().equals(id))
              .findFirst()
              .orElseThrow(() -> unknown(id)));
    }
    return faults;
  }

  private static XacctException unknown(String id) {
    return XacctException.yours(
        "xacct.rehearse.fault: there is no fault '"
            + id
            + "': write one of "
            + Arrays.stream(Fault.values()).map(Fault::id).collect(Collectors.joining(", "))
            + ".");
  }
}
