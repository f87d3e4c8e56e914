package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.chaos.CrowdRate;
import io.github.xacct.chaos.OwnProcess;
import io.github.xacct.chaos.PollingRate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.History;
import io.github.xacct.model.ImageReference;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon it is known how a deployment ended, and what the waiting costs, next to {@code aws ecs
 * deploy} in the same run: {@code mvn verify -Pbenchmark}. Nothing here fails for being slow: it
 * prints a table, also to {@code target/xacct-benchmark.txt}.
 */
@Tag("benchmark")
class WatchingBenchmarkTest {
  private static final int RUNS = Integer.getInteger("benchmark.runs", 3);

  @TempDir Path folder;
  private final List<String> table = new ArrayList<>();
  private RehearsedAws aws;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<Instant> created = new AtomicReference<>();

  /** One deployment, seen from outside. */
  private record Watched(Duration lag, Duration sinceCreated, double callsAMinute, int died) {}

  /** Whoever deploys an image and waits for the end. */
  private interface Tool {
    void deploy(ImageReference image) throws Exception;
  }

  @Test
  void measures() throws Exception {
    row("", "ours", "aws ecs deploy", "ratio");
    var rate = PollingRate.measure();
    success(rate);
    crashLoop();
    crowd();
    table.add("(" + RUNS + " runs each, medians; seconds of a shared machine: trust the ratios)");
    Path file = Files.createDirectories(Path.of("target")).resolve("xacct-benchmark.txt");
    Files.write(file, table);
    table.forEach(System.out::println);
    assertThat(file).isNotEmptyFile();
  }

  private void success(PollingRate rate) throws Exception {
    try (var rehearsed = RehearsedAws.in(folder.resolve("good")).terminationWait(50).start()) {
      listenTo(rehearsed);
      var ours = new ArrayList<Watched>();
      var theirs = new ArrayList<Watched>();
      for (int i = 0; i < RUNS; i++) {
        ours.add(watch(this::ours, "ours " + i));
        theirs.add(watch(this::theirs, "theirs " + i));
      }
      seconds("AWS's end to our exit, s", ours, theirs, Watched::lag);
      row("calls a minute, first minute", rate.tight(), median(theirs, Watched::callsAMinute));
      row("calls a minute, in long waits", rate.wide(), median(theirs, Watched::callsAMinute));
    }
  }

  private void crashLoop() throws Exception {
    try (var rehearsed = RehearsedAws.in(folder.resolve("bad")).fault(Fault.CRASH_LOOP).start()) {
      listenTo(rehearsed);
      var ours = new ArrayList<Watched>();
      for (int i = 0; i < RUNS; i++) {
        ours.add(watch(this::ours, "ours " + i));
      }
      var theirs = List.of(watch(this::theirs, "theirs"));
      seconds("crash loop to red, s", ours, theirs, Watched::sinceCreated);
      row("crash loop to red, dead tasks", median(ours, w -> w.died()), theirs.get(0).died());
    }
  }

  private void crowd() {
    var rate = CrowdRate.measure(1000);
    row("1,000 tasks: calls a minute", "" + rate.callsAMinute(), "", "");
    row("1,000 tasks: third death to stop, s", "" + rate.toStop().toSeconds(), "", "");
  }

  private void listenTo(RehearsedAws rehearsed) {
    aws = rehearsed;
    rehearsed.rehearsal.onCall(
        call -> {
          calls.incrementAndGet();
          if (call.operation().equals("CreateDeployment")) {
            created.set(Instant.now());
            calls.set(0);
          }
        });
  }

  private Watched watch(Tool tool, String version) throws Exception {
    var image = aws.push(version.replace(' ', '-'));
    int before = stopped();
    tool.deploy(image);
    Instant exit = Instant.now();
    var took = Duration.between(created.get(), exit);
    double rate = calls.get() * 60_000.0 / took.toMillis();
    int died = stopped() - before;
    return new Watched(Duration.between(last().completed().orElse(exit), exit), took, rate, died);
  }

  private void ours(ImageReference image) throws Exception {
    Path record = Files.createDirectories(folder.resolve("ours"));
    OwnProcess.start(aws, image, record, Until.TERMINATED).exit();
  }

  private void theirs(ImageReference image) throws Exception {
    Path definition = Files.writeString(folder.resolve("td.json"), aws.taskDefinition(image));
    var spec = AppSpec.of(aws.environment.appSpec(), GeneratedTaskDefinition.of(aws.environment));
    Path appSpec = Files.writeString(folder.resolve("appspec.yaml"), spec.yaml());
    inTarget().run(AwsCli.ecsDeploy(definition, appSpec));
  }

  private Program inTarget() throws Exception {
    var cli = AwsCli.of(aws, folder);
    var role = aws.environment.role().orElseThrow().toString();
    String external = aws.environment.externalId().orElseThrow();
    return AwsCli.as(
        cli.json(
                "sts",
                "assume-role",
                "--role-arn",
                role,
                "--role-session-name",
                "benchmark",
                "--external-id",
                external)
            .path("Credentials"),
        cli.with(Map.of()));
  }

  private int stopped() throws Exception {
    return inTarget()
        .json(
            "ecs",
            "list-tasks",
            "--cluster",
            "apps",
            "--service-name",
            "demo",
            "--desired-status",
            "STOPPED")
        .path("taskArns")
        .size();
  }

  /** The newest deployment that is not a rollback. */
  private History.Past last() {
    try (var session = aws.enter()) {
      return new CodeDeployHistory(session, aws.environment)
          .last(5).stream().filter(past -> !past.rollback()).findFirst().orElseThrow();
    }
  }

  private void seconds(
      String what,
      List<Watched> ours,
      List<Watched> theirs,
      java.util.function.Function<Watched, Duration> which) {
    row(
        what,
        median(ours, w -> which.apply(w).toMillis() / 1000.0),
        median(theirs, w -> which.apply(w).toMillis() / 1000.0));
  }

  private static double median(
      List<Watched> watched, java.util.function.ToDoubleFunction<Watched> which) {
    var sorted = watched.stream().mapToDouble(which).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void row(String what, double ours, double theirs) {
    row(
        what,
        "%.2f".formatted(ours),
        "%.2f".formatted(theirs),
        theirs == 0 ? "" : "%.2f".formatted(ours / theirs));
  }

  private void row(String what, String ours, String theirs, String ratio) {
    table.add("%-32s %10s %16s %8s".formatted(what, ours, theirs, ratio));
  }
}
