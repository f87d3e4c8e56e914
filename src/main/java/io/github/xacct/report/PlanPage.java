package io.github.xacct.report;

import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.PlannedChange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Renders a plan as one self-contained HTML page: what would change, by which API, and how the
 * deployment would proceed.
 */
public final class PlanPage {
  private PlanPage() {}

  /**
   * Returns the HTML of a plan.
   *
   * @param at when the plan was created
   */
  public static String of(DeploymentPlan plan, Instant at) {
    var lines = new PlanText(at, false).lines(plan);
    String verdict = lines.get(lines.size() - 1);
    String title = "Plan for " + plan.environment() + ": " + verdict;
    return Html.page(
        title,
        Html.STYLE,
        Html.footer("plan.json"),
        Html.header(tone(plan), word(plan), plan.rehearsed(), verdict, when(plan, at)),
        problems("Problems", plan.problems()),
        problems("Warnings", plan.warnings()),
        facts(plan),
        changes(plan),
        course(lines));
  }

  private static String tone(DeploymentPlan plan) {
    return switch (plan.verdict()) {
      case REFUSED -> "bad";
      case CHANGES -> "going";
      case NOTHING_TO_DO -> "quiet";
    };
  }

  private static String word(DeploymentPlan plan) {
    String word = plan.verdict().toString().replace('-', ' ');
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String when(DeploymentPlan plan, Instant at) {
    return "Plan for "
        + Html.text(plan.environment())
        + ", created at "
        + Html.time(at.atZone(ZoneOffset.UTC))
        + " UTC";
  }

  private static String problems(String title, List<String> lines) {
    return lines.isEmpty() ? "" : Html.section(title, FailurePart.lines("evidence", lines));
  }

  private static String facts(DeploymentPlan plan) {
    return Html.section(
        "Details",
        Html.facts(
            Html.fact("Account", Optional.of(Html.code(plan.account()))),
            Html.fact("Region", Optional.of(Html.code(plan.region()))),
            Html.fact("Service", Optional.of(Html.code(plan.service()))),
            Html.fact("Deployment group", plan.group().map(Html::code)),
            Html.fact("Running", plan.running().map(Html::code)),
            Html.fact("Running image", plan.imageFrom().map(i -> Html.code(i.name()))),
            Html.fact("Running commit", plan.imageFrom().flatMap(i -> i.commit()).map(Html::code)),
            Html.fact("New image", plan.imageTo().map(i -> Html.code(i.name()))),
            Html.fact("New commit", plan.imageTo().flatMap(i -> i.commit()).map(Html::code)),
            Html.fact("In flight", plan.inFlight().map(Html::text))));
  }

  private static String changes(DeploymentPlan plan) {
    var sections = new StringBuilder();
    for (var via : PlannedChange.Via.values()) {
      var lines =
          plan.changes().stream().filter(c -> c.via() == via).map(PlannedChange::line).toList();
      if (!lines.isEmpty()) {
        sections.append(Html.section(via.heading(), Html.difference(lines)));
      }
    }
    return sections.toString();
  }

  /** Converts lines of the text report that begin with a label and a colon to facts. */
  private static String course(List<String> lines) {
    String rows =
        lines.stream()
            .filter(line -> line.matches("  (traffic|takes|hooks|gates): .*"))
            .map(line -> line.strip().split(": +", 2))
            .map(
                row ->
                    Html.fact(
                        row[0].substring(0, 1).toUpperCase(Locale.ROOT) + row[0].substring(1),
                        Optional.of(Html.text(row[1]))))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : Html.section("Course of the deployment", "<dl class=\"facts\">\n" + rows + "</dl>\n");
  }
}
