package io.github.xacct.report;

import io.github.xacct.report.Timeline.Row;
import io.github.xacct.report.Timeline.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws lifecycle events as bars and other events as dots on one time axis, one row each. Positions
 * are percentages and text sizes pixels, so that it fits wide screens and phones.
 */
final class TimelineChart {
  private static final int ROW = 28;
  private static final int LONGEST_NAME = 22;

  private final TimeScale scale;
  private final List<Row> rows;
  private final StringBuilder svg = new StringBuilder();

  private TimelineChart(TimeScale scale, List<Row> rows) {
    this.scale = scale;
    this.rows = rows;
  }

  /** Returns the chart as HTML; empty if there are no events. */
  static String of(DeploymentRecord deployment) {
    var rows = Timeline.of(deployment);
    var drawn = rows.stream().filter(row -> row.tone() != Tone.SKIPPED).toList();
    if (drawn.isEmpty()) {
      return "";
    }
    return new TimelineChart(TimeScale.of(deployment), drawn).draw() + skipped(rows);
  }

  private static String skipped(List<Row> rows) {
    var names = rows.stream().filter(row -> row.tone() == Tone.SKIPPED).map(TimelineChart::name);
    String list = names.collect(Collectors.joining(", "));
    return list.isEmpty() ? "" : "<p class=\"quiet\">Skipped: " + Html.text(list) + ".</p>\n";
  }

  private String draw() {
    int height = rows.size() * ROW + 4;
    svg.append("<svg class=\"plot timeline\" height=\"")
        .append(height + 20)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.text(inWords()))
        .append("\">\n");
    Axis.time(svg, scale, height);
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), i * ROW + ROW / 2 + 2);
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(Row row, int y) {
    String tone = row.tone().name().toLowerCase(Locale.ROOT);
    svg.append(
        Html.format(
            "<text class=\"name\" x=\"0\" dx=\"-12\" y=\"%d\">%s</text>\n",
            y + 4, Html.text(brief(name(row)))));
    var end = row.ended().orElse(scale.to());
    if (row.moments().isEmpty()) {
      double from = scale.percent(row.began());
      svg.append(
          Html.format(
              "<rect class=\"bar %s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"10\" rx=\"3\"/>\n",
              tone, TimeScale.percent(from), y - 5, TimeScale.percent(scale.percent(end) - from)));
    }
    for (var moment : row.moments()) {
      svg.append(
          Html.format(
              "<circle class=\"dot %s\" cx=\"%s\" cy=\"%d\" r=\"5\"/>\n",
              tone, scale.x(moment), y));
    }
    svg.append(
        Html.format(
            "<text class=\"took %s\" x=\"%s\" dx=\"10\" y=\"%d\">%s</text>\n",
            tone, scale.x(end), y + 4, Html.text(measure(row))));
  }

  private static String name(Row row) {
    return (row.ofRollback() ? "↩ " : "") + row.name();
  }

  /** Truncates a label, which has little room on a phone. */
  private static String brief(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  private String measure(Row row) {
    if (!row.moments().isEmpty()) {
      return row.moments().size() > 1
          ? row.moments().size() + " times"
          : Format.took(Duration.between(scale.from(), row.began()));
    }
    String took = row.took().map(Format::took).orElse("");
    return switch (row.tone()) {
      case BAD -> "failed, " + took;
      case OPEN -> row.detail();
      default -> took;
    };
  }

  private String inWords() {
    return "Timeline. "
        + rows.stream()
            .map(row -> name(row) + ": " + row.detail() + " " + measure(row))
            .collect(Collectors.joining("; "));
  }
}
