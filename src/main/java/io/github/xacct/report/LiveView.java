package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.report.Timeline.Row;
import io.github.xacct.report.Timeline.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders the current state of a deployment as the lines that a terminal redraws in place. */
final class LiveView {
  private static final int NAME = 24;
  private static final int LONGEST_BAR = 60;

  private final int width;

  /** Creates a view for a terminal with this number of columns, which no line exceeds. */
  LiveView(int width) {
    this.width = width;
  }

  /** Returns the lines, without colours. */
  List<String> lines(DeploymentRecord deployment, Instant now) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(title(deployment));
    for (var row : Timeline.of(deployment)) {
      if (row.tone() != Tone.SKIPPED) {
        lines.add(row(row, now));
      }
    }
    deployment
        .last(Event.TaskSetsChanged.class)
        .ifPresent(sets -> taskSets(lines, sets.event().taskSets()));
    lines.add("  " + time(deployment, now));
    return lines.stream().map(Format::printable).map(this::fit).toList();
  }

  private static String title(DeploymentRecord deployment) {
    String what =
        deployment.target().map(t -> t.app() + " to " + t.environment()).orElse("Deployment");
    return "  " + what + deployment.deploymentId().map(id -> "  " + id).orElse("");
  }

  private static String row(Row row, Instant now) {
    String mark =
        switch (row.tone()) {
          case GOOD -> "✓";
          case BAD -> "✗";
          case OPEN -> "●";
          default -> "·";
        };
    String name = (row.ofRollback() ? "↩ " : "") + row.name();
    String measure =
        row.moments().isEmpty()
            ? Format.took(Duration.between(row.began(), row.ended().orElse(latest(row, now))))
            : row.moments().size() > 1 ? row.moments().size() + " times" : "";
    return "  " + mark + " " + pad(name, NAME) + measure;
  }

  /** Returns now, but not before the row began: the clock may have been set back. */
  private static Instant latest(Row row, Instant now) {
    return now.isBefore(row.began()) ? row.began() : now;
  }

  private void taskSets(List<String> lines, List<Event.TaskSet> sets) {
    for (var set : sets) {
      String pending = set.pending() > 0 ? ", " + set.pending() + " pending" : "";
      lines.add(
          "  %s%s of %s running%s"
              .formatted(
                  pad(set.label().text().toLowerCase(Locale.ROOT), 7),
                  set.running(),
                  set.desired(),
                  pending));
    }
    double green = weight(sets, TaskSetLabel.GREEN);
    double blue = weight(sets, TaskSetLabel.BLUE);
    if (green + blue > 0) {
      lines.add("  traffic " + bar(green / (green + blue)) + " green " + Math.round(green) + " %");
    }
  }

  private static double weight(List<Event.TaskSet> sets, TaskSetLabel label) {
    return sets.stream()
        .filter(set -> set.label().is(label))
        .mapToDouble(Event.TaskSet::trafficWeight)
        .sum();
  }

  private String bar(double share) {
    int length = Math.max(5, Math.min(LONGEST_BAR, width - "  traffic  green 100 % ".length()));
    int filled = (int) Math.round(share * length);
    // 1 % is visible, and 99 % does not fill the bar.
    filled = share > 0 ? Math.max(1, filled) : 0;
    filled = share < 1 ? Math.min(length - 1, filled) : length;
    return "█".repeat(filled) + "░".repeat(length - filled);
  }

  private static String time(DeploymentRecord deployment, Instant now) {
    Instant began = deployment.deploymentBegan();
    String elapsed =
        Format.took(now.isBefore(began) ? Duration.ZERO : Duration.between(began, now));
    return elapsed
        + deployment
            .last(Event.Expected.class)
            .map(
                e ->
                    " of about "
                        + Format.took(e.event().expected())
                        + ", at most "
                        + Format.took(e.event().limit()))
            .orElse("");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** Truncates a long line with an ellipsis, because wrapped lines would break the redrawing. */
  private String fit(String line) {
    int length = line.codePointCount(0, line.length());
    if (length <= width) {
      return line.stripTrailing();
    }
    return line.codePoints()
            .limit(width - 1L)
            .mapToObj(Character::toString)
            .collect(Collectors.joining())
        + "…";
  }
}
