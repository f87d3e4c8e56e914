package io.github.xacct.report;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders the results of preflight as text: a tree of checks, followed by what to do. */
public final class PreflightText {
  private static final String EVIDENCE = "  ";

  private final PreflightReport report;

  public PreflightText(PreflightReport report) {
    this.report = report;
  }

  /** Returns a headline, and a line for each section and each check. */
  public List<String> tree() {
    var lines = new ArrayList<String>();
    lines.add(
        "Preflight of %s in %s: account %s, %s"
            .formatted(report.app(), report.environment(), report.account(), report.region()));
    int widest = report.findings().stream().mapToInt(f -> name(f).length()).max().orElse(0);
    String section = "";
    for (List<Finding> some : together()) {
      Finding first = some.get(0);
      if (!first.section().equals(section)) {
        section = first.section();
        lines.add(section);
      }
      String names = some.stream().map(PreflightText::name).collect(Collectors.joining(", "));
      String padding = " ".repeat(Math.max(0, widest - names.length()));
      lines.add("  %-7s %s%s  %s".formatted(word(first.outcome()), names, padding, first.words()));
    }
    return lines.stream().map(Format::printable).toList();
  }

  /** Groups neighbours that are skipped for the same reason, which share a line. */
  private List<List<Finding>> together() {
    var all = new ArrayList<List<Finding>>();
    for (Finding finding : report.findings()) {
      var last = all.isEmpty() ? null : all.get(all.size() - 1);
      if (last != null && skippedAlike(last.get(0), finding)) {
        last.add(finding);
      } else {
        all.add(new ArrayList<>(List.of(finding)));
      }
    }
    return all;
  }

  private static boolean skippedAlike(Finding one, Finding other) {
    return one.outcome() == Outcome.SKIPPED
        && other.outcome() == Outcome.SKIPPED
        && one.section().equals(other.section())
        && one.words().equals(other.words());
  }

  /** Returns problem, evidence and fix of each check with this outcome, one text per check. */
  public List<String> explained(Outcome outcome) {
    return report.of(outcome).stream().map(PreflightText::explained).toList();
  }

  private static String explained(Finding finding) {
    var lines = new ArrayList<String>();
    lines.add(finding.id() + ": " + finding.words());
    finding.evidence().forEach(line -> lines.add(EVIDENCE + line));
    if (!finding.fix().isEmpty()) {
      lines.add("Try:");
      lines.addAll(finding.fix());
    }
    return lines.stream().map(Format::printable).collect(Collectors.joining("\n"));
  }

  /** Returns a line with the number of checks by outcome, of requests to AWS, and the duration. */
  public String summary() {
    Map<Outcome, Long> counts =
        report.findings().stream()
            .collect(Collectors.groupingBy(Finding::outcome, Collectors.counting()));
    return "%d checks: %d ok, %d failed, %d warnings, %d skipped; %d requests to AWS in %s"
        .formatted(
            report.findings().size(),
            counts.getOrDefault(Outcome.OK, 0L),
            counts.getOrDefault(Outcome.FAIL, 0L),
            counts.getOrDefault(Outcome.WARN, 0L),
            counts.getOrDefault(Outcome.SKIPPED, 0L),
            report.calls(),
            Format.took(report.took()));
  }

  private static String name(Finding finding) {
    return finding.id().substring(finding.section().length() + 1);
  }

  private static String word(Outcome outcome) {
    return outcome == Outcome.OK ? "ok" : outcome.name();
  }
}
