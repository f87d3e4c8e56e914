package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders the parts of the page that explain a failure: the problem, and what the circuit breaker
 * observed.
 */
final class FailurePart {
  private final EventMessages eventMessages;

  FailurePart(EventMessages eventMessages) {
    this.eventMessages = eventMessages;
  }

  /** Returns problem, evidence and suggestion of the build's error; empty if there is none. */
  String story(DeploymentRecord deployment) {
    var conclusion = deployment.conclusion();
    if (conclusion.flatMap(Event.Concluded::problem).isEmpty()) {
      return "";
    }
    var reported = conclusion.get();
    return of(
        reported.problem().get(), onceOf(deployment, reported.evidence()), reported.suggestion());
  }

  /** Returns an error in its three parts. */
  static String of(String problem, List<String> evidence, List<String> suggestion) {
    return """
    <section class="story">
    <h2>What went wrong</h2>
    <p class="problem">%s</p>
    %s%s</section>
    """
        .formatted(
            Html.text(problem),
            lines("evidence", evidence),
            suggestion.isEmpty() ? "" : "<h3>What to do</h3>\n" + lines("suggestion", suggestion));
  }

  /** Returns the evidence without log lines if the page shows those with the tasks. */
  private static List<String> onceOf(DeploymentRecord deployment, List<String> evidence) {
    boolean shown =
        deployment.all(Event.TaskDied.class).stream()
            .anyMatch(died -> !died.event().lastLogLines().isEmpty());
    return shown
        ? evidence.stream()
            .filter(line -> !line.matches("Last lines of task .*:|  \\| .*"))
            .toList()
        : evidence;
  }

  /** Returns lines verbatim; long ones wrap. */
  static String lines(String kind, List<String> lines) {
    return lines.isEmpty()
        ? ""
        : Html.format("<p class=\"lines %s\">", kind)
            + lines.stream().map(Html::text).collect(Collectors.joining("\n"))
            + "</p>\n";
  }

  /** Returns the stopped tasks by reason, the unhealthy targets and the events of the service. */
  String circuit(DeploymentRecord deployment) {
    String deaths =
        StoppedTasks.of(deployment).stream()
            .map(group -> deaths(deployment, group))
            .collect(Collectors.joining());
    String targets = targets(deployment);
    String troubles = troubles(deployment);
    String opened =
        deployment.all(Event.CircuitOpened.class).stream()
            .map(
                o ->
                    Html.format(
                        "<p class=\"opened\"><b>Opened at %s:</b> %s</p>\n",
                        eventMessages.timeOfDay(o.at()), Html.text(o.event().reason())))
            .collect(Collectors.joining());
    String all = opened + deaths + targets + troubles;
    return all.isEmpty()
        ? ""
        : "<section>\n<h2>Stopped and unhealthy tasks</h2>\n" + all + "</section>\n";
  }

  private String deaths(DeploymentRecord deployment, StoppedTasks.Group group) {
    var latest = group.latest();
    return """
    <article class="death">
    <h3><span class="count">%s ×</span> %s</h3>
    <p>%s</p>
    <p class="quiet">%s</p>
    %s</article>
    """
        .formatted(
            group.count(),
            Html.text(StoppedTasks.why(latest)),
            latest.containers().stream()
                .map(c -> Html.text(StoppedTasks.container(c)))
                .collect(Collectors.joining("; ")),
            span(group),
            lastWords(deployment, latest));
  }

  private String span(StoppedTasks.Group group) {
    String first = eventMessages.timeOfDay(group.first());
    String last = eventMessages.timeOfDay(group.last());
    String label = group.latest().taskSetLabel().toString().toLowerCase(java.util.Locale.ROOT);
    return (first.equals(last) ? "At " + first : "From " + first + " to " + last)
        + ", on "
        + Html.text(label)
        + ": "
        + group.taskIds().stream().map(Html::code).collect(Collectors.joining(", "));
  }

  private static String lastWords(DeploymentRecord deployment, Event.TaskDied died) {
    String log = died.log().map(stream -> " " + log(deployment, stream)).orElse("");
    return died.lastLogLines().isEmpty()
        ? log.isEmpty() ? "" : "<p class=\"of\">Its log" + log + "</p>\n"
        : "<p class=\"of\">Last lines of its log"
            + log
            + "</p>\n<pre tabindex=\"0\">"
            + died.lastLogLines().stream().map(Html::text).collect(Collectors.joining("\n"))
            + "</pre>\n";
  }

  private static String log(DeploymentRecord deployment, Event.LogStream log) {
    return LogLink.of(deployment, log)
            .map(url -> Html.link(url, log.stream()))
            .orElse(Html.code(log.stream()))
        + " of log group "
        + Html.code(log.group());
  }

  private static String targets(DeploymentRecord deployment) {
    var reasons = new LinkedHashMap<String, List<String>>();
    for (var unhealthy : deployment.all(Event.TargetUnhealthy.class)) {
      reasons.merge(
          unhealthy.event().reason(),
          List.of(unhealthy.event().target()),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).distinct().toList());
    }
    return reasons.entrySet().stream()
        .map(
            e ->
                "<article>\n<h3>Unhealthy: "
                    + Html.text(e.getKey())
                    + "</h3>\n<p class=\"quiet\">"
                    + e.getValue().stream().map(Html::code).collect(Collectors.joining(", "))
                    + "</p>\n</article>\n")
        .collect(Collectors.joining());
  }

  private static String troubles(DeploymentRecord deployment) {
    var texts =
        deployment.all(Event.ServiceTrouble.class).stream()
            .map(t -> t.event().text())
            .distinct()
            .toList();
    return texts.isEmpty()
        ? ""
        : "<article>\n<h3>Events of the service</h3>\n" + lines("evidence", texts) + "</article>\n";
  }
}
