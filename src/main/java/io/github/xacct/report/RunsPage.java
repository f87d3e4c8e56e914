package io.github.xacct.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.event.PipelineRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Renders the index page: the environments of a project with the results of their last runs, and
 * all runs.
 */
final class RunsPage {
  private final ZoneId zone;

  RunsPage(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Returns the HTML of the index.
   *
   * @param runs items of runs.json, newest first
   * @param pipelineStatus status of the last pipeline run; empty if there was none
   */
  String of(List<? extends JsonNode> runs, Optional<PipelineRecord.Status> pipelineStatus) {
    String app = runs.isEmpty() ? "" : runs.get(0).path("app").asText();
    String title = app.isEmpty() ? "Deployments" : "Deployments of " + app;
    var last = new LinkedHashMap<String, JsonNode>();
    runs.forEach(run -> last.putIfAbsent(run.path("environment").asText(), run));
    String header =
        """
        <header class="quiet">
        <h1>%s</h1>
        <p class="when">As recorded in this folder; <code>mvn xacct:history</code> lists those of \
        CodeDeploy.</p>
        </header>
        """
            .formatted(Html.text(title));
    return Html.page(
        title,
        Html.STYLE,
        Html.footer("runs.json"),
        header,
        last.isEmpty() ? "" : Html.section("Environments", list(List.copyOf(last.values()))),
        pipelineStatus.map(RunsPage::pipeline).orElse(""),
        runs.size() > last.size() ? Html.section("All runs", list(runs)) : "");
  }

  private static String pipeline(PipelineRecord.Status status) {
    return Html.section(
        "Pipeline", "<p><a href=\"pipeline/pipeline.html\">The last run</a>: " + status + "</p>\n");
  }

  private String list(List<? extends JsonNode> runs) {
    return runs.stream().map(this::run).collect(Collectors.joining());
  }

  private String run(JsonNode run) {
    String verdict = run.path("verdict").asText();
    String page = run.path("page").asText("");
    String place = run.path("environment").asText();
    String link = "<a href=\"%s\">%s</a>".formatted(Html.text(page), Html.text(place));
    String what =
        text(", commit ", run.path("commit"))
            + brief(", image ", run.path("imageDigest"))
            + text(", deployment ", run.path("deploymentId"))
            + (run.path("rehearsed").asBoolean() ? ", rehearsal" : "");
    String problem = run.path("problem").asText("");
    return """
    <article class="run %s">
    <h3><span class="badge">%s</span> %s</h3>
    <p class="quiet">%s%s</p>
    %s</article>
    """
        .formatted(
            tone(verdict),
            Html.text(verdict),
            page.isEmpty() ? Html.text(place) : link,
            when(run.path("began").asText()),
            what,
            run.path("problem").isTextual() ? "<p>" + Html.text(problem) + "</p>\n" : "");
  }

  private String when(String began) {
    return began.isEmpty() ? "" : Html.time(Instant.parse(began).atZone(zone));
  }

  private static String brief(String label, JsonNode digest) {
    String text = digest.asText();
    return digest.isTextual()
        ? label + Html.code(text.substring(0, Math.min(19, text.length())))
        : "";
  }

  private static String text(String label, JsonNode value) {
    return value.isTextual() ? label + Html.code(value.asText()) : "";
  }

  private static String tone(String verdict) {
    return switch (verdict) {
      case "succeeded" -> "good";
      case "failed", "rolled-back" -> "bad";
      case "running" -> "going";
      case "nothing-to-do", "dry-run" -> "quiet";
      default -> "mixed";
    };
  }
}
