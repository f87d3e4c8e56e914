package io.github.xacct.report;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders the results of preflight as one self-contained HTML page: first what to fix, then every
 * check.
 */
public final class PreflightPage {
  private PreflightPage() {}

  /** Returns the HTML of a preflight report. */
  public static String of(PreflightReport report) {
    String sentence =
        "A deployment of %s to %s %s"
            .formatted(
                report.app(),
                report.environment(),
                report.passed() ? "can be started" : "would fail");
    return Html.page(
        sentence,
        Html.STYLE,
        Html.footer("preflight.json"),
        Html.header(tone(report), word(report), false, sentence, when(report)),
        explained("Failed checks", report.of(Outcome.FAIL)),
        explained("Warnings", report.of(Outcome.WARN)),
        Html.section("All checks", all(report)));
  }

  private static String tone(PreflightReport report) {
    return !report.passed() ? "bad" : report.of(Outcome.WARN).isEmpty() ? "good" : "mixed";
  }

  private static String word(PreflightReport report) {
    return !report.passed()
        ? "Failed"
        : report.of(Outcome.WARN).isEmpty() ? "Passed" : "Passed with warnings";
  }

  private static String when(PreflightReport report) {
    return "Account %s, %s; %s; %s UTC"
        .formatted(
            Html.code(report.account()),
            Html.text(report.region()),
            Html.text(new PreflightText(report).summary()),
            Html.time(report.at().atZone(ZoneOffset.UTC)));
  }

  private static String explained(String title, List<Finding> findings) {
    return findings.isEmpty()
        ? ""
        : Html.section(
            title, findings.stream().map(PreflightPage::explained).collect(Collectors.joining()));
  }

  private static String explained(Finding finding) {
    return "<article>\n<h3>"
        + Html.text(finding.words())
        + "</h3>\n<p class=\"quiet\">"
        + Html.code(finding.id())
        + "</p>\n"
        + FailurePart.lines("evidence", finding.evidence())
        + (finding.fix().isEmpty()
            ? ""
            : "<p class=\"of\">What to do</p>\n<pre class=\"fix\" tabindex=\"0\">"
                + Html.text(String.join("\n", finding.fix()))
                + "</pre>\n")
        + "</article>\n";
  }

  private static String all(PreflightReport report) {
    var checks = new StringBuilder();
    String section = "";
    for (Finding finding : report.findings()) {
      if (!finding.section().equals(section)) {
        checks.append(section.isEmpty() ? "" : "</ul>\n");
        section = finding.section();
        checks.append("<h3>").append(Html.text(section)).append("</h3>\n<ul class=\"checks\">\n");
      }
      checks.append(check(finding));
    }
    return checks.append(section.isEmpty() ? "" : "</ul>\n").toString();
  }

  private static String check(Finding finding) {
    String[] mark =
        switch (finding.outcome()) {
          case OK -> new String[] {"good", "✓"};
          case FAIL -> new String[] {"bad", "✗"};
          case WARN -> new String[] {"mixed", "!"};
          case SKIPPED -> new String[] {"quiet", "·"};
        };
    return Html.format("<li class=\"%s\"><b>%s</b> ", mark[0], mark[1])
        + Html.code(finding.id())
        + " "
        + Html.text(finding.words())
        + "</li>\n";
  }
}
