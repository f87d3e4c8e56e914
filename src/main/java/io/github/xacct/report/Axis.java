package io.github.xacct.report;

import java.util.List;

/** Draws the axes of the charts. */
final class Axis {

  /** A grid line: its distance from the top in pixels, and its label. */
  record Line(int y, String label) {}

  private Axis() {}

  /** Draws the time axis below a plot of this height in pixels. */
  static void time(StringBuilder svg, TimeScale scale, int height) {
    var ticks = scale.ticks();
    for (int i = 0; i < ticks.size(); i++) {
      var tick = ticks.get(i);
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"%1$s\" x2=\"%1$s\" y1=\"0\" y2=\"%2$d\"/>",
              tick.x(), height));
      svg.append(
          Html.format(
              "<text class=\"tick%s\" x=\"%s\" y=\"%d\">%s</text>\n",
              i % 2 == 0 ? "" : " odd", tick.x(), height + 16, tick.label()));
    }
  }

  /** Draws the grid lines, with their labels to the left of the chart. */
  static void values(StringBuilder svg, List<Line> lines) {
    for (var line : lines) {
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%1$d\" y2=\"%1$d\"/>", line.y()));
      svg.append(
          Html.format(
              "<text class=\"value\" x=\"0\" dx=\"-8\" y=\"%d\">%s</text>\n",
              line.y() + 4, line.label()));
    }
  }
}
