package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders a deployment as a few lines of Markdown, for the summary page of a CI run. */
final class SummaryPage {
  private static final int MOST_LINES = 40;

  private SummaryPage() {}

  static String of(DeploymentRecord deployment) {
    boolean rehearsed = deployment.target().map(Event.Began::rehearsed).orElse(false);
    Headline headline = Headline.of(deployment);
    String begin =
        rehearsed
            ? """
            ## Rehearsal: %s

            %s.

            This was a rehearsal on the embedded AWS: nothing was deployed.

            """
            : """
            ## %s

            %s.

            """;
    return begin.formatted(Markdown.text(headline.word()), Markdown.text(headline.sentence()))
        + story(deployment)
        + facts(deployment)
        + deaths(deployment);
  }

  private static String story(DeploymentRecord deployment) {
    var conclusion = deployment.conclusion();
    if (conclusion.flatMap(Event.Concluded::problem).isEmpty()) {
      return "";
    }
    var reported = conclusion.get();
    return "**"
        + Markdown.text(reported.problem().get())
        + "**\n\n"
        + lines("", reported.evidence())
        + lines("What to do:\n\n", reported.suggestion());
  }

  private static String lines(String heading, List<String> lines) {
    var all = lines.stream().flatMap(String::lines).limit(MOST_LINES).toList();
    return all.isEmpty() ? "" : heading + Markdown.block(all) + "\n";
  }

  private static String facts(DeploymentRecord deployment) {
    var rows = new ArrayList<String>();
    var target = deployment.target();
    row(rows, "Environment", target.map(t -> Markdown.code(t.environment())));
    row(
        rows,
        "Account",
        target.map(t -> Markdown.code(t.account()) + ", " + Markdown.code(t.region())));
    row(
        rows,
        "Service",
        target.map(t -> Markdown.code(t.cluster()) + " / " + Markdown.code(t.service())));
    row(rows, "Image", deployment.image().map(i -> Markdown.code(i.toString())));
    row(rows, "Running image", deployment.imageProof().map(p -> Markdown.text(p.words())));
    row(rows, "Commit", deployment.commit().map(Markdown::code));
    row(rows, "Task definition", revisions(deployment));
    row(rows, "Deployment", deployment.deploymentId().map(id -> link(id, deployment.consoleUrl())));
    row(
        rows,
        deployment.rollbackName(),
        deployment.rollbackId().map(id -> link(id, deployment.rollbackUrl())));
    row(rows, "Took", Optional.of(took(deployment)));
    row(rows, "Run", deployment.run().map(SummaryPage::run));
    return "| | |\n|---|---|\n" + String.join("", rows) + "\n";
  }

  private static void row(List<String> rows, String name, Optional<String> value) {
    value.ifPresent(text -> rows.add("| " + name + " | " + text + " |\n"));
  }

  private static String run(Event.RunNamed run) {
    String words = run.url().map(u -> Markdown.link(run.run(), u)).orElse(Markdown.text(run.run()));
    return words
        + run.ref().map(ref -> ", " + Markdown.text(ref)).orElse("")
        + run.actor().map(actor -> ", started by " + Markdown.text(actor)).orElse("");
  }

  private static String link(String id, Optional<String> page) {
    return page.map(url -> Markdown.link(id, url)).orElse(Markdown.code(id));
  }

  private static Optional<String> revisions(DeploymentRecord deployment) {
    var from = deployment.taskDefinitionFrom().map(SummaryPage::revision);
    return deployment
        .taskDefinitionTo()
        .map(SummaryPage::revision)
        .map(to -> from.filter(f -> !f.equals(to)).map(f -> f + " to " + to).orElse(to))
        .or(() -> from);
  }

  private static String revision(String arn) {
    return Markdown.code(arn.substring(arn.lastIndexOf('/') + 1));
  }

  private static String took(DeploymentRecord deployment) {
    return Format.took(Duration.between(deployment.began(), deployment.lastNews()));
  }

  private static String deaths(DeploymentRecord deployment) {
    var text = new StringBuilder();
    for (var group : StoppedTasks.of(deployment)) {
      var latest = group.latest();
      text.append("\n<details><summary>")
          .append(group.count() == 1 ? "1 task" : group.count() + " tasks")
          .append(" of the new version died: ")
          .append(Html.text(Format.printable(StoppedTasks.why(latest))))
          .append("</summary>\n\n");
      var lines = new ArrayList<String>();
      latest.containers().forEach(container -> lines.add(StoppedTasks.container(container)));
      latest.lastLogLines().forEach(line -> lines.add("| " + line));
      text.append(lines("", lines)).append("</details>\n");
    }
    return text.toString();
  }
}
