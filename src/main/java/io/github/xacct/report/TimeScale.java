package io.github.xacct.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Converts times to positions on a chart's time axis, in percent of its width. */
record TimeScale(Instant from, Instant to) {
  private static final int MOST_TICKS = 5;
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400
  };

  /** A tick of the axis: its position, and the time since the beginning as its label. */
  record Tick(String x, String label) {}

  TimeScale {
    if (!to.isAfter(from.plusSeconds(1))) {
      to = from.plusSeconds(1);
    }
  }

  /** Returns the axis of a deployment, from its creation to its end or its latest event. */
  static TimeScale of(DeploymentRecord deployment) {
    return new TimeScale(deployment.deploymentBegan(), deployment.deploymentEnded());
  }

  double percent(Instant at) {
    double share =
        (double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis();
    return Math.max(0, Math.min(100, share * 100));
  }

  /** Returns the position of a time, such as {@code 12.34%}. */
  String x(Instant at) {
    return percent(percent(at));
  }

  static String percent(double number) {
    return String.format(Locale.ROOT, "%.2f%%", number);
  }

  List<Tick> ticks() {
    long seconds = Duration.between(from, to).toSeconds();
    long step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] < MOST_TICKS; i--) {
      step = STEPS[i];
    }
    var ticks = new ArrayList<Tick>();
    for (long at = 0; at <= seconds && ticks.size() <= MOST_TICKS; at += step) {
      ticks.add(new Tick(x(from.plusSeconds(at)), label(at)));
    }
    return ticks;
  }

  private static String label(long seconds) {
    if (seconds == 0) {
      return "0";
    } else if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    } else if (seconds % 60 == 0) {
      return seconds / 60 + " min";
    }
    return seconds + " s";
  }
}
