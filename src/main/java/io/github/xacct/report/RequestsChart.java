package io.github.xacct.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who answered how many requests a second during a rehearsal, and how many failed. */
final class RequestsChart {
  private static final int TOP = 8;
  private static final int HEIGHT = 120;
  private static final int MOST_BARS = 60;
  private static final List<String> COLOURS = List.of("blue", "green", "third");

  private final TimeScale scale;
  private final List<Event.TrafficSample> samples;
  private final Map<String, String> colours;
  private final StringBuilder svg = new StringBuilder();

  private RequestsChart(TimeScale scale, List<Event.TrafficSample> samples) {
    this.scale = scale;
    this.samples = samples;
    this.colours = colours(samples);
  }

  /** A figure, or nothing if no requests were sent. */
  static String of(DeploymentRecord deployment) {
    var scale = TimeScale.of(deployment);
    var samples =
        deployment.all(Event.TrafficSample.class).stream()
            .map(DeploymentRecord.At::event)
            .filter(s -> !s.at().isBefore(scale.from()) && !s.at().isAfter(scale.to()))
            .toList();
    return samples.isEmpty() ? "" : new RequestsChart(scale, samples).draw();
  }

  /** Blue and green by their names; other names in the order of their appearance. */
  private static Map<String, String> colours(List<Event.TrafficSample> samples) {
    var names = new ArrayList<String>();
    for (var sample : samples) {
      for (var name : new TreeSet<>(sample.answeredBy().keySet())) {
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    var colours = new LinkedHashMap<String, String>();
    for (var name : names) {
      String own = name.toLowerCase(Locale.ROOT);
      int next = Math.min(colours.size(), COLOURS.size() - 1);
      colours.put(name, COLOURS.contains(own) ? own : COLOURS.get(next));
    }
    return colours;
  }

  /** What was counted between two moments. */
  private static final class Bar {
    final Map<String, Integer> answered = new LinkedHashMap<>();
    int failed;

    int sum() {
      return failed + answered.values().stream().mapToInt(n -> n).sum();
    }
  }

  private String draw() {
    var bars = bars();
    double seconds = Duration.between(scale.from(), scale.to()).toMillis() / 1000.0 / bars.size();
    double most = round(bars.stream().mapToInt(Bar::sum).max().orElse(1) / seconds);
    svg.append("<p>").append(Html.text(inWords())).append("</p>\n").append(legend());
    svg.append("<svg class=\"plot requests\" height=\"")
        .append(TOP + HEIGHT + 22)
        .append("\" role=\"img\" aria-label=\"Requests per second. ")
        .append(Html.text(inWords()))
        .append("\">\n");
    Axis.time(svg, scale, TOP + HEIGHT);
    Axis.values(
        svg,
        List.of(
            new Axis.Line(TOP, number(most)),
            new Axis.Line(TOP + HEIGHT / 2, number(most / 2)),
            new Axis.Line(TOP + HEIGHT, "0")));
    double width = 100.0 / bars.size();
    for (int i = 0; i < bars.size(); i++) {
      bar(bars.get(i), i * width, width, HEIGHT / (most * seconds));
    }
    return svg.append("</svg>\n").toString();
  }

  /** One bar a sample, or several samples a bar where they would be too thin. */
  private List<Bar> bars() {
    int count = Math.max(1, Math.min(MOST_BARS, samples.size()));
    var bars = new ArrayList<Bar>();
    for (int i = 0; i < count; i++) {
      bars.add(new Bar());
    }
    for (var sample : samples) {
      int i = (int) Math.min(count - 1, scale.percent(sample.at()) * count / 100);
      sample.answeredBy().forEach((name, n) -> bars.get(i).answered.merge(name, n, Integer::sum));
      bars.get(i).failed += sample.failed();
    }
    return bars;
  }

  private void bar(Bar bar, double x, double width, double unit) {
    double y = TOP + HEIGHT;
    for (var entry : colours.entrySet()) {
      int answered = bar.answered.getOrDefault(entry.getKey(), 0);
      y = piece(entry.getValue(), x, width, y, answered * unit);
    }
    piece("failed", x, width, y, bar.failed == 0 ? 0 : Math.max(3, bar.failed * unit));
  }

  private double piece(String colour, double x, double width, double bottom, double height) {
    if (height > 0) {
      svg.append(
          Html.format(
              "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n",
              colour,
              TimeScale.percent(x + width * 0.06),
              pixels(bottom - height),
              TimeScale.percent(width * 0.88),
              pixels(height)));
    }
    return bottom - height;
  }

  private static String pixels(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private String legend() {
    return "<p class=\"legend\">"
        + colours.entrySet().stream()
            .map(
                e ->
                    Html.format(
                        "<span class=\"key %s\">%s</span>", e.getValue(), Html.text(e.getKey())))
            .collect(Collectors.joining(" "))
        + " <span class=\"key failed\">failed</span></p>\n";
  }

  private String inWords() {
    var sums = new LinkedHashMap<String, Integer>();
    colours.keySet().forEach(name -> sums.put(name, 0));
    samples.forEach(s -> s.answeredBy().forEach((name, n) -> sums.merge(name, n, Integer::sum)));
    int failed = samples.stream().mapToInt(Event.TrafficSample::failed).sum();
    return sums.entrySet().stream()
            .map(e -> e.getValue() + " answered by " + e.getKey())
            .collect(Collectors.joining(", "))
        + (failed == 0 ? "; none failed." : "; " + failed + " failed.");
  }

  /** Up to 1, 2 or 5 times a power of ten. */
  private static double round(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 0.1))));
    for (double step : new double[] {1, 2, 5}) {
      if (most <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static String number(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
