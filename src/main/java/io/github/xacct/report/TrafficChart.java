package io.github.xacct.report;

import io.github.xacct.report.TrafficCurve.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Draws the shares of blue and green in the production traffic over time, as steps. */
final class TrafficChart {
  private static final int TOP = 12;
  private static final int HEIGHT = 150;

  /** Minimum width in percent of a step with a number; narrower ones would overlap. */
  private static final double ROOM_FOR_A_NUMBER = 13;

  private final TimeScale scale;
  private final List<Step> steps;
  private final StringBuilder svg = new StringBuilder();

  private TrafficChart(TimeScale scale, List<Step> steps) {
    this.scale = scale;
    this.steps = steps;
  }

  /** Returns the chart as HTML; empty if no traffic was reported. */
  static String of(DeploymentRecord deployment) {
    var steps = TrafficCurve.of(deployment);
    return steps.isEmpty() ? "" : new TrafficChart(TimeScale.of(deployment), steps).draw();
  }

  private String draw() {
    svg.append("<svg class=\"plot traffic\" height=\"")
        .append(TOP + HEIGHT + 22)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.text(inWords()))
        .append("\">\n");
    for (int i = 0; i < steps.size(); i++) {
      areas(steps.get(i), end(i));
    }
    Axis.time(svg, scale, TOP + HEIGHT);
    Axis.values(
        svg,
        List.of(
            new Axis.Line(y(100), "100 %"),
            new Axis.Line(y(50), "50 %"),
            new Axis.Line(y(0), "0 %")));
    for (int i = 0; i < steps.size(); i++) {
      edge(i);
    }
    return svg.append("</svg>\n").toString();
  }

  private Instant end(int i) {
    return i + 1 < steps.size() ? steps.get(i + 1).at() : scale.to();
  }

  /** Draws green at the bottom and blue above it. */
  private void areas(Step step, Instant end) {
    area("green", step.at(), end, 0, step.green());
    area("blue", step.at(), end, step.green(), step.green() + step.blue());
  }

  private void area(String colour, Instant from, Instant to, double low, double high) {
    if (high > low) {
      svg.append(
          Html.format(
              "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>\n",
              colour,
              scale.x(from),
              y(high),
              TimeScale.percent(scale.percent(to) - scale.percent(from)),
              y(low) - y(high)));
    }
  }

  /** Draws the upper edge of green, with its share as a number. */
  private void edge(int i) {
    var step = steps.get(i);
    String from = scale.x(step.at());
    String to = scale.x(end(i));
    line(from, to, y(step.green()), y(step.green()));
    if (i > 0) {
      line(from, from, y(steps.get(i - 1).green()), y(step.green()));
    }
    double middle = (scale.percent(step.at()) + scale.percent(end(i))) / 2;
    if (scale.percent(end(i)) - scale.percent(step.at()) >= ROOM_FOR_A_NUMBER) {
      boolean above = step.green() < 50;
      svg.append(
          Html.format(
              "<text class=\"weight\" x=\"%s\" y=\"%d\"><tspan class=\"wide\">green </tspan>%d %%</text>\n",
              TimeScale.percent(middle),
              y(step.green()) + (above ? -7 : 18),
              Math.round(step.green())));
    }
  }

  private void line(String x1, String x2, int y1, int y2) {
    svg.append(
        Html.format(
            "<line class=\"edge\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n", x1, x2, y1, y2));
  }

  private static int y(double percent) {
    return TOP + (int) Math.round((100 - percent) * HEIGHT / 100);
  }

  private String inWords() {
    return "Production traffic. "
        + steps.stream()
            .map(
                s ->
                    Html.format(
                        "%s: blue %d %%, green %d %%",
                        Format.took(Duration.between(scale.from(), s.at())),
                        Math.round(s.blue()),
                        Math.round(s.green())))
            .collect(Collectors.joining("; "));
  }
}
