package io.github.xacct.report;

import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Action;
import io.github.xacct.event.PipelineRecord.Stage;
import io.github.xacct.event.PipelineRecord.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Renders a pipeline run as one HTML page: its stages as a chain of boxes with their results, and
 * the messages sent. The page contains no script and loads nothing.
 */
final class PipelinePage {
  private static final String STYLE = resource("deployment.css") + resource("pipeline.css");

  private final Path folder;
  private final DateTimeFormatter moment;

  /**
   * Creates a renderer.
   *
   * @param folder folder of the page, to which links to logs are relative
   */
  PipelinePage(Path folder, ZoneId zone) {
    this.folder = folder;
    this.moment =
        DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(zone);
  }

  String of(PipelineRecord run) {
    String stages = run.stages().stream().map(this::stage).collect(Collectors.joining());
    return Html.page(
        sentence(run),
        STYLE,
        "",
        header(run),
        run.failure().map(PipelinePage::failure).orElse(""),
        Html.section("Stages", "<ol class=\"chain\">\n" + stages + "</ol>\n"),
        notices(run),
        variables(run),
        notPlayed(run));
  }

  private String header(PipelineRecord run) {
    Duration took = run.stages().stream().map(Stage::took).reduce(Duration.ZERO, Duration::plus);
    String commit = run.commit().isEmpty() ? "" : "<p>Commit " + Html.code(run.commit()) + "</p>\n";
    String when =
        "<p class=\"when\">%s, %s</p>\n".formatted(moment.format(run.began()), Format.took(took));
    return Html.head(
        tone(run.status()), run.status().toString(), true, sentence(run), commit + when);
  }

  private static String sentence(PipelineRecord run) {
    var last =
        run.stages().stream()
            .filter(s -> s.status() != Status.WAITING)
            .reduce((first, second) -> second)
            .map(Stage::name)
            .orElse("");
    return switch (run.status()) {
      case SUCCEEDED -> run.pipeline() + " deployed to all environments";
      case FAILED -> run.pipeline() + " failed in " + last;
      case REJECTED -> run.pipeline() + " was rejected in " + last;
      case INTERRUPTED -> run.pipeline() + " was interrupted in " + last;
      default -> run.pipeline() + " is in " + last;
    };
  }

  private static String failure(PipelineRecord.Failure failure) {
    return FailurePart.of(failure.problem(), failure.evidence(), failure.suggestion());
  }

  private String stage(Stage stage) {
    return Html.format("<li class=\"stage %s\">\n<h3>", tone(stage.status()))
        + Html.text(stage.name())
        + "</h3>\n<ul>\n"
        + stage.actions().stream().map(this::action).collect(Collectors.joining())
        + "</ul>\n</li>\n";
  }

  private String action(Action action) {
    boolean timed = action.status() != Status.WAITING && action.status() != Status.RUNNING;
    String took = timed ? ", " + Format.took(action.took()) : "";
    String earlier = action.status() == Status.EARLIER ? ", earlier" : "";
    String detail = action.detail().isEmpty() ? "" : "<p>" + Html.text(action.detail()) + "</p>";
    return "<li class=\"%s\"><b>%s %s</b> <span class=\"quiet\">%s%s</span>%s%s%s</li>\n"
        .formatted(
            tone(action.status()),
            mark(action.status()),
            Html.text(action.name()),
            Html.text(action.does() + took),
            earlier,
            detail,
            action.log().map(log -> file(log, "output")).orElse(""),
            action.page().map(page -> file(page, "deployment")).orElse(""));
  }

  private String file(Path file, String words) {
    String href = file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    return " <a href=\"" + Html.text(href) + "\">" + words + "</a>";
  }

  private static String mark(Status status) {
    return switch (status) {
      case SUCCEEDED, EARLIER -> "✓";
      case FAILED, REJECTED, INTERRUPTED -> "✗";
      case RUNNING -> "…";
      case WAITING -> "·";
    };
  }

  private static String tone(Status status) {
    return switch (status) {
      case SUCCEEDED -> "good";
      case FAILED -> "bad";
      case REJECTED, INTERRUPTED -> "mixed";
      case RUNNING -> "going";
      case EARLIER, WAITING -> "quiet";
    };
  }

  private String notices(PipelineRecord run) {
    return run.notices().isEmpty()
        ? ""
        : "<section>\n<h2>Notices</h2>\n"
            + run.notices().stream()
                .map(
                    n ->
                        "<article><h3>%s</h3><p class=\"quiet\">to %s</p><p>%s</p></article>\n"
                            .formatted(
                                Html.text(n.subject()), Html.code(n.topic()), Html.text(n.text())))
                .collect(Collectors.joining())
            + "</section>\n";
  }

  private static String variables(PipelineRecord run) {
    if (run.variables().isEmpty()) {
      return "";
    }
    var facts = new StringBuilder("<section>\n<h2>Stage outputs</h2>\n");
    facts.append("<dl class=\"facts\">\n");
    run.variables()
        .forEach(
            (namespace, values) ->
                values.forEach(
                    (name, value) ->
                        facts.append(
                            Html.fact(
                                namespace + "." + name, java.util.Optional.of(Html.text(value))))));
    return facts.append("</dl>\n</section>\n").toString();
  }

  private static String notPlayed(PipelineRecord run) {
    return run.notPlayed().isEmpty()
        ? ""
        : "<section>\n<h2>Not simulated</h2>\n<ul>\n"
            + run.notPlayed().stream()
                .map(line -> "<li>" + Html.text(line) + "</li>\n")
                .collect(Collectors.joining())
            + "</ul>\n</section>\n";
  }

  private static String resource(String name) {
    try (var in = PipelinePage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
