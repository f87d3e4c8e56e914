package io.github.xacct.report;

import io.github.xacct.event.MigrationPlan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders a migration plan as one self-contained HTML page. */
public final class MigrationPage {
  private MigrationPage() {}

  /**
   * Returns the HTML of a plan.
   *
   * @param rehearsed whether the plan is for the embedded AWS
   * @param at when the plan was created
   */
  public static String of(MigrationPlan plan, boolean rehearsed, Instant at) {
    return Html.page(
        plan.title(),
        Html.STYLE,
        Html.footer("migration.json"),
        Html.header("going", "Plan", rehearsed, plan.title(), Html.time(at.atZone(ZoneOffset.UTC))),
        facts(plan),
        translated(plan),
        steps(plan),
        lines("Notes", plan.notes()),
        lines("Afterwards", plan.outlook().afterwards()),
        lines("The way back", List.of(plan.outlook().wayBack())),
        lines("What AWS does not document", plan.outlook().undocumented()),
        lines("Rehearsal", plan.outlook().rehearsal()),
        lines(
            "Files",
            plan.documents().stream().map(file -> file.file() + ": " + file.purpose()).toList()));
  }

  private static String facts(MigrationPlan plan) {
    var subject = plan.subject();
    return Html.section(
        "Details",
        "<dl class=\"facts\">\n"
            + Html.fact("Environment", Optional.of(Html.text(subject.environment())))
            + Html.fact("Service", Optional.of(Html.code(subject.service())))
            + Html.fact("Traffic now", Optional.of(Html.code(subject.trafficNow())))
            + Html.fact("Traffic afterwards", Optional.of(Html.code(subject.serviceAfterwards())))
            + "</dl>\n");
  }

  private static String translated(MigrationPlan plan) {
    return Html.section(
        "Configuration",
        plan.translated().stream()
            .map(
                line ->
                    Html.fact(
                        line.subject(),
                        Optional.of(
                            Html.text(line.from() + " → " + line.to())
                                + line.loss()
                                    .map(loss -> "<br>Lost or different: " + Html.text(loss))
                                    .orElse(""))))
            .collect(Collectors.joining("", "<dl class=\"facts\">\n", "</dl>\n")));
  }

  private static String steps(MigrationPlan plan) {
    return Html.section(
        "Steps",
        plan.steps().stream()
            .map(
                step ->
                    "<li>%s<br>%s<br>Way back: %s</li>\n"
                        .formatted(
                            Html.text(step.title()),
                            Html.code(step.command()),
                            Html.text(step.undo().orElse("none"))))
            .collect(Collectors.joining("", "<ol class=\"lines\">\n", "</ol>\n")));
  }

  private static String lines(String title, List<String> lines) {
    return lines.isEmpty() ? "" : Html.section(title, FailurePart.lines("evidence", lines));
  }
}
