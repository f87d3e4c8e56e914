package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Draws how many requests per second each version answered during a rehearsal, and how many failed.
 */
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

  /** Returns the chart as HTML; empty if no requests were sent. */
  static String of(DeploymentRecord deployment) {
    var scale = TimeScale.of(deployment);
    var samples =
        deployment.all(Event.TrafficSample.class).stream().map(DeploymentRecord.At::event).toList();
    return samples.isEmpty() ? "" : new RequestsChart(scale, samples).draw();
  }

  /** Assigns colours: blue and green to versions of these names, others in order of appearance. */
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

  /** The requests counted between two moments. */
  private record Bar(Instant from, Instant to, Map<String, Integer> answered, int failed) {
    double perSecond(int count) {
      return count * 1000.0 / Math.max(1, Duration.between(from, to).toMillis());
    }

    double sum() {
      return perSecond(failed + answered.values().stream().mapToInt(n -> n).sum());
    }
  }

  private String draw() {
    var bars = bars();
    double most = round(bars.stream().mapToDouble(Bar::sum).max().orElse(1));
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
    bars.stream()
        .filter(bar -> bar.to().isAfter(scale.from()) && bar.from().isBefore(scale.to()))
        .forEach(bar -> bar(bar, HEIGHT / most));
    return svg.append("</svg>\n").toString();
  }

  /**
   * Returns one bar per sample, or one per several samples if there are too many; a bar never
   * contains the moment at which a version answers for the first time.
   */
  private List<Bar> bars() {
    int together = (samples.size() + MOST_BARS - 1) / MOST_BARS;
    var bars = new ArrayList<Bar>();
    var seen = new HashSet<String>();
    Instant last = beginning();
    int next;
    for (int i = 0; i < samples.size(); i = next) {
      next = next(i, together, seen);
      var some = samples.subList(i, next);
      Instant from = samples.get(i).from().orElse(last);
      var answered = new LinkedHashMap<String, Integer>();
      some.forEach(s -> s.answeredBy().forEach((name, n) -> answered.merge(name, n, Integer::sum)));
      Instant to = some.get(some.size() - 1).at();
      int failed = some.stream().mapToInt(Event.TrafficSample::failed).sum();
      bars.add(new Bar(from, to, answered, failed));
      last = to;
    }
    return bars;
  }

  /** Returns the index of the sample that begins the next bar. */
  private int next(int first, int together, Set<String> seen) {
    seen.addAll(samples.get(first).answeredBy().keySet());
    int next = first + 1;
    while (next < Math.min(samples.size(), first + together)
        && seen.containsAll(samples.get(next).answeredBy().keySet())) {
      next++;
    }
    return next;
  }

  /** Estimates the beginning of the first sample: as long as the second one, or one second. */
  private Instant beginning() {
    Instant first = samples.get(0).at();
    return samples.size() > 1
        ? first.minus(Duration.between(first, samples.get(1).at()))
        : first.minusSeconds(1);
  }

  private void bar(Bar bar, double unit) {
    double y = TOP + HEIGHT;
    for (var colour : colours.entrySet()) {
      double answered = bar.perSecond(bar.answered().getOrDefault(colour.getKey(), 0));
      y = piece(colour.getValue(), bar, y, answered * unit);
    }
    double failed = bar.perSecond(bar.failed()) * unit;
    piece("failed", bar, y, failed > 0 ? Math.max(3, failed) : 0);
  }

  private double piece(String colour, Bar bar, double bottom, double height) {
    if (height > 0) {
      double x = scale.percent(bar.from());
      svg.append(
          Html.format(
              "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n",
              colour,
              TimeScale.percent(x),
              pixels(bottom - height),
              TimeScale.percent((scale.percent(bar.to()) - x) * 0.9),
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
        + (failed() > 0 ? " <span class=\"key failed\">failed</span>" : "")
        + "</p>\n";
  }

  private String inWords() {
    var sums = new LinkedHashMap<String, Integer>();
    colours.keySet().forEach(name -> sums.put(name, 0));
    samples.forEach(s -> s.answeredBy().forEach((name, n) -> sums.merge(name, n, Integer::sum)));
    return sums.entrySet().stream()
            .map(e -> e.getValue() + " answered by " + e.getKey())
            .collect(Collectors.joining(", "))
        + (failed() == 0 ? "; none failed." : "; " + failed() + " failed.");
  }

  private int failed() {
    return samples.stream().mapToInt(Event.TrafficSample::failed).sum();
  }

  /** Rounds up to 1, 2 or 5 times a power of ten. */
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
