package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.model.ForeignText;
import io.github.xacct.model.Reported;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Formats values for people. */
final class Format {
  private Format() {}

  /** Formats a duration: {@code 0.4 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String took(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /** Formats a size: {@code 512 bytes}, {@code 4 kB}, {@code 52.1 MB}. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    if (bytes < 1_000_000) {
      return bytes / 1000 + " kB";
    }
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** Formats a status for a sentence: {@code in progress} for InProgress. */
  static String status(Reported<LifecycleStatus> status) {
    return status.is(LifecycleStatus.IN_PROGRESS)
        ? "in progress"
        : status.text().toLowerCase(Locale.ROOT);
  }

  /** Formats a task set: {@code green 2 of 2 running, 10 % of traffic}. */
  static String taskSet(Event.TaskSet set) {
    return "%s %s of %s running, %s %% of traffic"
        .formatted(
            set.label().text().toLowerCase(Locale.ROOT),
            set.running(),
            set.desired(),
            Math.round(set.trafficWeight()));
  }

  /** Returns {@code : https://...}; empty if there is no URL. */
  static String after(Optional<String> url) {
    return url.map(u -> ": " + u).orElse("");
  }

  /** Replaces control characters, so that foreign text cannot control the reader's terminal. */
  static String printable(String text) {
    return ForeignText.line(text);
  }

  /** Returns the path relative to the working directory if the file is below it, else absolute. */
  static String fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }
}
