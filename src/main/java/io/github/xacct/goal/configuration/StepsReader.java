package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.MetricXml;
import io.github.xacct.goal.configuration.xml.StepsXml;
import io.github.xacct.model.StepRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code <steps>}. */
final class StepsReader {
  /** Maximum length of the compared period in minutes. */
  private static final int DAY = 1440;

  private static final int MOST = 1_000_000;

  private StepsReader() {}

  /** Returns the rules; empty if the element is missing. */
  static Optional<StepRules> read(StepsXml xml, Element element) {
    if (xml == null) {
      return Optional.empty();
    }
    var metrics = new ArrayList<StepRules.Metric>();
    List<MetricXml> written = Element.listOf(xml.metrics);
    for (int i = 0; i < written.size(); i++) {
      var one = written.get(i);
      metric(one, element.child("metrics").child("metric", one.name, i + 1))
          .ifPresent(metrics::add);
    }
    Optional<Integer> latency =
        Element.isWritten(xml.latency)
            ? element.child("latency").number(xml.latency, 0, 0, MOST, "percent")
            : Optional.empty();
    return Optional.of(
        new StepRules(
            element.child("errorRate").optional(xml.errorRate, StepsReader::share).orElse(1.0),
            latency,
            Duration.ofMinutes(
                element.child("minutes").number(xml.minutes, 5, 1, DAY, "minutes").orElse(5)),
            element.child("requests").number(xml.requests, 20, 1, MOST).orElse(20),
            metrics));
  }

  private static Optional<StepRules.Metric> metric(MetricXml xml, Element element) {
    if (!Element.isWritten(xml.atMost) && !Element.isWritten(xml.atLeast)) {
      element.problem("write <atMost> or <atLeast>: without a limit it decides nothing");
    }
    var atMost = element.child("atMost").optional(xml.atMost, StepsReader::decimal);
    var atLeast = element.child("atLeast").optional(xml.atLeast, StepsReader::decimal);
    return element
        .child("expression")
        .required(
            xml.expression,
            "an expression of CloudWatch's metric math",
            text ->
                new StepRules.Metric(
                    Element.isWritten(xml.name) ? xml.name.trim() : text, text, atMost, atLeast));
  }

  private static double share(String text) {
    double value = decimal(text);
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException(
          "'" + text + "' is no share: write percentage points from 0 to 100, such as 0.5");
    }
    return value;
  }

  private static double decimal(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException("'" + text + "' is not a number: write one such as 0.5");
  }
}
