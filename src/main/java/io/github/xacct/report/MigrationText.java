package io.github.xacct.report;

import io.github.xacct.event.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Renders a migration plan as text for the log, and as Markdown for a review. */
public final class MigrationText {
  private MigrationText() {}

  /** Returns the lines for the log. */
  public static List<String> lines(MigrationPlan plan) {
    var lines = new ArrayList<String>();
    lines.add(plan.title());
    lines.add("  traffic now: " + plan.subject().trafficNow());
    for (var line : plan.translated()) {
      lines.add("  " + line.subject() + ": " + line.from() + " -> " + line.to());
      line.loss().ifPresent(loss -> lines.add("    lost or different: " + loss));
    }
    plan.notes().forEach(note -> lines.add("  note: " + note));
    lines.add("  steps:");
    for (int i = 0; i < plan.steps().size(); i++) {
      var step = plan.steps().get(i);
      lines.add("    " + (i + 1) + ". " + step.title() + " (" + step.action() + ")");
    }
    plan.outlook().afterwards().forEach(line -> lines.add("  afterwards: " + line));
    lines.add("  way back: " + plan.outlook().wayBack());
    plan.outlook().undocumented().forEach(line -> lines.add("  not documented by AWS: " + line));
    plan.outlook().rehearsal().forEach(line -> lines.add("  rehearsal: " + line));
    return lines;
  }

  /** Returns the content of {@code migration.md}. */
  public static String markdown(MigrationPlan plan) {
    var text = new StringBuilder("# ").append(Markdown.text(plan.title())).append("\n\n");
    text.append("Traffic now: ").append(Markdown.code(plan.subject().trafficNow())).append("\n\n");
    text.append("## What becomes of the configuration\n\n");
    text.append("| | now | afterwards | lost or different |\n|---|---|---|---|\n");
    for (var line : plan.translated()) {
      row(text, line.subject(), line.from(), line.to(), line.loss().orElse(""));
    }
    text.append("\n## Steps\n\n");
    for (int i = 0; i < plan.steps().size(); i++) {
      step(text, i + 1, plan.steps().get(i));
    }
    section(text, "Notes", plan.notes());
    section(text, "Afterwards", plan.outlook().afterwards());
    section(text, "The way back", List.of(plan.outlook().wayBack()));
    section(text, "What AWS does not document", plan.outlook().undocumented());
    section(text, "Rehearsal", plan.outlook().rehearsal());
    section(
        text,
        "Files",
        plan.documents().stream().map(file -> file.file() + ": " + file.purpose()).toList());
    return text.toString();
  }

  private static void step(StringBuilder text, int number, MigrationPlan.Step step) {
    text.append(number).append(". ").append(Markdown.text(step.title())).append(".\n\n");
    text.append(Markdown.block(List.of(step.command())).indent(3));
    text.append("   Way back: ").append(Markdown.text(step.undo().orElse("none"))).append(".\n\n");
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("## ").append(title).append("\n\n");
      text.append(
          lines.stream()
              .map(line -> "- " + Markdown.text(line) + "\n")
              .collect(Collectors.joining()));
      text.append('\n');
    }
  }

  private static void row(StringBuilder text, String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(Markdown.text(cell)).append(" |");
    }
    text.append('\n');
  }
}
