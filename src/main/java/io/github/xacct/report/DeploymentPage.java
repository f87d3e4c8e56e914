package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Renders a deployment as one self-contained HTML page: what was deployed where, how it ended, when
 * each part happened and why it failed. The page contains no script and loads nothing, which its
 * Content-Security-Policy enforces.
 */
final class DeploymentPage {
  private static final String STYLE = resource("deployment.css");

  private final EventMessages eventMessages;
  private final DateTimeFormatter moment =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);
  private final DateTimeFormatter timeOfDay =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private final ZoneId zone;

  DeploymentPage(ZoneId zone) {
    this.zone = zone;
    this.eventMessages = new EventMessages(zone);
  }

  String of(DeploymentRecord deployment) {
    var headline = Headline.of(deployment);
    var failure = new FailurePart(eventMessages);
    return Html.page(
        headline.word() + ": " + headline.sentence(),
        STYLE,
        footer(deployment),
        header(deployment, headline),
        failure.story(deployment),
        facts(deployment),
        failure.circuit(deployment),
        difference(deployment),
        figure("Timeline", "Time since the deployment was created.", TimelineChart.of(deployment)),
        figure("Production traffic", LEGEND, TrafficChart.of(deployment)),
        figure("Requests per second", "", RequestsChart.of(deployment)),
        log(deployment));
  }

  private static final String LEGEND =
      "<span class=\"key blue\">blue, the original task set</span>"
          + " <span class=\"key green\">green, the replacement</span>";

  private String header(DeploymentRecord deployment, Headline headline) {
    boolean rehearsed = deployment.target().map(Event.Began::rehearsed).orElse(false);
    String below = identity(deployment) + when(deployment) + tiles(deployment);
    return Html.head(headline.tone(), headline.word(), rehearsed, headline.sentence(), below);
  }

  /** Image, commit, account and region, which identify the deployment at the top of the page. */
  private static String identity(DeploymentRecord deployment) {
    var parts = new ArrayList<String>();
    deployment.image().ifPresent(i -> parts.add("Image " + Html.code(i.digest().brief())));
    deployment.commit().ifPresent(commit -> parts.add("commit " + Html.code(commit)));
    deployment.target().ifPresent(t -> parts.add("account " + Html.code(t.account())));
    deployment.target().ifPresent(t -> parts.add(Html.text(t.region())));
    return parts.isEmpty() ? "" : "<p>" + String.join(", ", parts) + "</p>\n";
  }

  private String when(DeploymentRecord deployment) {
    var began = earliest(deployment).atZone(zone);
    var last = deployment.deploymentEnded().atZone(zone);
    var end = began.toLocalDate().equals(last.toLocalDate()) ? timeOfDay : moment;
    String form =
        deployment.ended().isPresent()
            ? "<p class=\"when\">%s to %s %s</p>\n"
            : "<p class=\"when\">%s, as of %s %s; reload for more</p>\n";
    return form.formatted(time(began, moment), time(last, end), zone(last));
  }

  /** The beginning of the run, or of the deployment if that is earlier. */
  private static Instant earliest(DeploymentRecord deployment) {
    Instant created = deployment.deploymentBegan();
    return created.isBefore(deployment.began()) ? created : deployment.began();
  }

  private static String time(ZonedDateTime time, DateTimeFormatter form) {
    return Html.format("<time datetime=\"%s\">%s</time>", time.toInstant(), form.format(time));
  }

  private static String zone(ZonedDateTime time) {
    return "UTC" + (time.getOffset().equals(ZoneOffset.UTC) ? "" : time.getOffset().getId());
  }

  private static String tiles(DeploymentRecord deployment) {
    var tiles = new StringBuilder("<ul class=\"tiles\">\n");
    Duration took = Duration.between(earliest(deployment), deployment.deploymentEnded());
    tile(tiles, "", Format.took(took), deployment.ended().isPresent() ? "duration" : "so far");
    var traffic = TrafficCurve.of(deployment);
    if (!traffic.isEmpty()) {
      long green = Math.round(traffic.get(traffic.size() - 1).green());
      tile(tiles, "", green + " %", "of traffic on green");
    }
    int died = deployment.all(Event.TaskDied.class).size();
    if (died > 0) {
      tile(tiles, "bad", String.valueOf(died), died == 1 ? "task died" : "tasks died");
    }
    var samples = deployment.all(Event.TrafficSample.class);
    if (!samples.isEmpty()) {
      int failed = samples.stream().mapToInt(s -> s.event().failed()).sum();
      tile(tiles, failed > 0 ? "bad" : "", String.valueOf(failed), "requests failed");
    }
    return tiles.append("</ul>\n").toString();
  }

  private static void tile(StringBuilder tiles, String tone, String number, String words) {
    tiles.append(
        Html.format(
            "<li class=\"%s\"><b>%s</b> %s</li>\n", tone, Html.text(number), Html.text(words)));
  }

  private static String facts(DeploymentRecord deployment) {
    var target = deployment.target();
    return "<section>\n<h2>Details</h2>\n<dl class=\"facts\">\n"
        + Html.fact("App", target.map(t -> Html.text(t.app())))
        + Html.fact("Environment", target.map(t -> Html.text(t.environment())))
        + Html.fact("Account", target.map(t -> Html.code(t.account())))
        + Html.fact("Region", target.map(t -> Html.code(t.region())))
        + Html.fact("Service", target.map(t -> Html.code(t.cluster() + " / " + t.service())))
        + Html.fact(
            "Deployment group",
            target.map(t -> Html.code(t.application() + " / " + t.deploymentGroup())))
        + Html.fact("Image", deployment.image().map(i -> Html.code(i.digest().brief())))
        + Html.fact("Running image", deployment.imageProof().map(p -> Html.text(p.words())))
        + Html.fact("Commit", deployment.commit().map(commit -> commit(commit, deployment)))
        + Html.fact("Task definition", revisions(deployment))
        + Html.fact(
            "Deployment", deployment.deploymentId().map(id -> link(id, deployment.consoleUrl())))
        + Html.fact(
            deployment.rollbackName(),
            deployment.rollbackId().map(id -> link(id, deployment.rollbackUrl())))
        + Html.fact("Deployed by", by(deployment))
        + Html.fact("Run", deployment.run().map(DeploymentPage::run))
        + "</dl>\n</section>\n";
  }

  /** Who started the run of the CI system, else the role and session in the target account. */
  private static Optional<String> by(DeploymentRecord deployment) {
    var entered = deployment.last(Event.RoleAssumed.class).map(DeploymentRecord.At::event);
    return deployment
        .run()
        .flatMap(Event.RunNamed::actor)
        .map(Html::text)
        .or(
            () ->
                entered.map(
                    e -> Html.code(e.sessionName()) + " in the role " + Html.code(e.roleArn())));
  }

  private static String commit(String commit, DeploymentRecord deployment) {
    return deployment
        .run()
        .flatMap(Event.RunNamed::commits)
        .map(commits -> Html.link(commits + commit, commit))
        .orElse(Html.code(commit));
  }

  private static String difference(DeploymentRecord deployment) {
    return deployment
        .last(Event.TaskDefinitionCompared.class)
        .map(compared -> compared.event().lines())
        .filter(lines -> !lines.isEmpty())
        .map(lines -> Html.section("Changes of the task definition", Html.difference(lines)))
        .orElse("");
  }

  private static String run(Event.RunNamed run) {
    return run.url().map(url -> Html.link(url, run.run())).orElse(Html.text(run.run()))
        + run.ref().map(ref -> ", " + Html.text(ref)).orElse("")
        + run.actor().map(actor -> ", started by " + Html.text(actor)).orElse("");
  }

  private static String link(String id, Optional<String> page) {
    return page.map(url -> Html.link(url, id + " in the console")).orElse(Html.code(id));
  }

  /** The revisions, such as {@code demo:7 → demo:8}; the footer contains the ARNs. */
  private static Optional<String> revisions(DeploymentRecord deployment) {
    var from = deployment.taskDefinitionFrom().map(DeploymentPage::revision);
    var to = deployment.taskDefinitionTo().map(DeploymentPage::revision);
    return to.map(t -> from.filter(f -> !f.equals(t)).map(f -> f + " → ").orElse("") + t)
        .or(() -> from);
  }

  private static String revision(String arn) {
    return Html.code(arn.substring(arn.lastIndexOf('/') + 1));
  }

  private static String figure(String title, String caption, String chart) {
    return chart.isEmpty()
        ? ""
        : Html.format("<section>\n<h2>%s</h2>\n<figure>\n", title)
            + (caption.isEmpty() ? "" : "<figcaption>" + caption + "</figcaption>\n")
            + chart
            + "</figure>\n</section>\n";
  }

  private String log(DeploymentRecord deployment) {
    var lines = new StringBuilder();
    for (var reported : deployment.events()) {
      List<String> words = eventMessages.of(reported.event(), reported.at());
      for (int i = 0; i < words.size(); i++) {
        String time = i == 0 ? eventMessages.timeOfDay(reported.at()) : " ".repeat(8);
        lines.append(time).append("  ").append(Html.text(words.get(i))).append('\n');
      }
    }
    return "<section>\n<details>\n<summary>Full log</summary>\n<pre class=\"log\">"
        + lines
        + "</pre>\n</details>\n</section>\n";
  }

  private static String footer(DeploymentRecord deployment) {
    return "<footer>\n<dl>\n"
        + Html.fact("Image", deployment.image().map(Html::code))
        + Html.fact("Description", deployment.description().map(Html::text))
        + Html.fact("Task definition before", deployment.taskDefinitionFrom().map(Html::code))
        + Html.fact("Task definition after", deployment.taskDefinitionTo().map(Html::code))
        + "</dl>\n<p>For scripts: <a href=\"deployment.json\">deployment.json</a></p>\n"
        + "</footer>\n";
  }

  private static String resource(String name) {
    try (var in = DeploymentPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
