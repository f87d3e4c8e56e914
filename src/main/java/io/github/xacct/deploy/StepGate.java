package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TrafficComparison;
import io.github.xacct.deploy.port.TrafficComparison.Measured;
import io.github.xacct.deploy.port.TrafficComparison.Side;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.StepRules;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares green with blue before green gets a greater share of the traffic. Metrics that cannot be
 * read are a reason against the step; too few requests are not.
 */
public final class StepGate implements Function<DeploymentState, Optional<String>> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StepRules rules;
  private final TrafficComparison comparison;
  private final Ports ports;

  public StepGate(StepRules rules, TrafficComparison comparison, Ports ports) {
    this.rules = rules;
    this.comparison = comparison;
    this.ports = ports;
  }

  /**
   * The reason against the next step, if any; before the first step there is nothing to compare.
   */
  @Override
  public Optional<String> apply(DeploymentState state) {
    boolean serves =
        state.taskSets().stream()
            .anyMatch(set -> set.label().is(TaskSetLabel.GREEN) && set.trafficWeight() > 0);
    if (!serves) {
      return Optional.empty();
    }
    try {
      var expressions = rules.metrics().stream().map(StepRules.Metric::expression).toList();
      var measured =
          new Polling(ports)
              .shortly(() -> comparison.measure(state.id(), rules.window(), expressions), PATIENCE);
      ports.reporter().report(new Event.Note(words(measured)));
      return objection(measured);
    } catch (TransientFailure | XacctException e) {
      return Optional.of(
          "the traffic of both versions could not be compared: "
              + ErrorText.of(e).lines().findFirst().orElse(""));
    }
  }

  private Optional<String> objection(Measured measured) {
    return Stream.of(errors(measured), latency(measured), metrics(measured))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean enough(Measured measured) {
    return Math.min(measured.green().requests(), measured.blue().requests()) >= rules.requests();
  }

  private Optional<String> errors(Measured measured) {
    double more = measured.green().errorRate() - measured.blue().errorRate();
    return enough(measured) && more > rules.errorRate()
        ? Optional.of(
            "%s of the new version's requests fail, %s of the old one's; the limit is %s percentage points more"
                .formatted(
                    percent(measured.green().errorRate()),
                    percent(measured.blue().errorRate()),
                    number(rules.errorRate())))
        : Optional.empty();
  }

  private Optional<String> latency(Measured measured) {
    var green = measured.green().latency();
    var blue = measured.blue().latency();
    if (rules.latency().isEmpty() || !enough(measured) || green.isEmpty() || blue.isEmpty()) {
      return Optional.empty();
    }
    double allowed = blue.get().toNanos() * (100.0 + rules.latency().get()) / 100;
    return green.get().toNanos() > allowed
        ? Optional.of(
            "the new version answers in %d ms on average, the old one in %d ms; the limit is %d %% more"
                .formatted(green.get().toMillis(), blue.get().toMillis(), rules.latency().get()))
        : Optional.empty();
  }

  private Optional<String> metrics(Measured measured) {
    return rules.metrics().stream()
        .flatMap(
            metric ->
                Optional.ofNullable(measured.metrics().get(metric.expression()))
                    .flatMap(metric::objection)
                    .stream())
        .findFirst();
  }

  private String words(Measured measured) {
    String compared =
        "Over %s: old version %s; new version %s"
            .formatted(words(rules.window()), words(measured.blue()), words(measured.green()));
    var metrics = new StringBuilder();
    rules
        .metrics()
        .forEach(
            metric ->
                metrics
                    .append("; ")
                    .append(metric.name())
                    .append(' ')
                    .append(
                        Optional.ofNullable(measured.metrics().get(metric.expression()))
                            .map(StepGate::number)
                            .orElse("without a value")));
    return compared
        + metrics
        + (enough(measured)
            ? "."
            : ". Not compared: fewer than " + rules.requests() + " requests of one of them.");
  }

  private static String words(Duration window) {
    return window.toMinutes() + " min";
  }

  private static String words(Side side) {
    return "%s requests, %s errors%s"
        .formatted(
            side.requests(),
            percent(side.errorRate()),
            side.latency().map(time -> ", " + time.toMillis() + " ms").orElse(""));
  }

  private static String percent(double value) {
    return number(value) + " %";
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
