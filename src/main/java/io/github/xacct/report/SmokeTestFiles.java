package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.SmokeTestReport;
import java.util.Locale;

/**
 * Renders {@code smoke-tests.json} and the JUnit report that CodeBuild and other CI systems read.
 * Source of its format: the schema of maven-surefire-plugin's reports.
 */
public final class SmokeTestFiles {
  private static final int VERSION = 1;

  private SmokeTestFiles() {}

  /** Returns the report as JSON, for scripts. */
  public static String json(SmokeTestReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("passed", report.passed());
    json.put("outcome", report.outcome());
    json.setAll((ObjectNode) JsonTree.of(report));
    return json.toPrettyString() + "\n";
  }

  /** Returns the report in the JUnit format, for CI systems. */
  public static String junit(SmokeTestReport report) {
    var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    long wrong = report.results().stream().filter(r -> r.wrong().isPresent()).count();
    long failed = report.results().stream().filter(r -> r.wrong().isPresent() && r.asked()).count();
    double took = report.results().stream().mapToDouble(SmokeTestFiles::seconds).sum();
    text.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\""
                + " time=\"%.3f\" timestamp=\"%s\">%n",
            escaped("smoke tests of " + report.environment()),
            report.results().size(),
            failed,
            wrong - failed,
            took,
            report.began()));
    report.results().forEach(result -> testcase(text, report, result));
    return text.append("</testsuite>\n").toString().replace("\r\n", "\n");
  }

  /** Returns the report as Markdown, for the summary of a CI job. */
  public static String summary(SmokeTestReport report) {
    var text =
        new StringBuilder("## Smoke tests of ")
            .append(Markdown.text(report.environment()))
            .append(": " + outcome(report) + "\n\n")
            .append("Run against ")
            .append(Markdown.code(report.taskDefinition()))
            .append(" at ")
            .append(Markdown.code(report.url()))
            .append(".\n\n| test | result | took |\n|---|---|---|\n");
    for (var result : report.results()) {
      text.append("| ")
          .append(Markdown.text(result.name()))
          .append(" | ")
          .append(
              result
                  .wrong()
                  .map(wrong -> (result.asked() ? "failed: " : "not run: ") + Markdown.text(wrong))
                  .orElse("passed"))
          .append(" | ")
          .append(Format.took(result.took()))
          .append(" |\n");
    }
    return text.append('\n').toString();
  }

  private static String outcome(SmokeTestReport report) {
    return report.outcome().equals("not-asked") ? "could not be run" : report.outcome();
  }

  private static void testcase(
      StringBuilder text, SmokeTestReport report, SmokeTestReport.Result result) {
    text.append(
        String.format(
            Locale.ROOT,
            "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
            escaped("smoke." + report.environment()),
            escaped(result.name()),
            seconds(result)));
    if (result.wrong().isEmpty()) {
      text.append("/>\n");
    } else {
      String kind = result.asked() ? "failure" : "error";
      String wrong = escaped(result.wrong().get());
      text.append(">\n    <" + kind + " message=\"" + wrong + "\">" + wrong + "</" + kind + ">\n");
      text.append("  </testcase>\n");
    }
  }

  private static double seconds(SmokeTestReport.Result result) {
    return result.took().toMillis() / 1000.0;
  }

  /**
   * Escapes a text; control characters are replaced because XML 1.0 cannot represent most of them.
   */
  private static String escaped(String text) {
    return Format.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
