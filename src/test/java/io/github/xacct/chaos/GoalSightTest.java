package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.chaos.Disturbance.Kind;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.PastDeployments;
import io.github.xacct.deploy.Planning;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.Promotion;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.HistoryText;
import io.github.xacct.report.PlanText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each operation that a goal calls, failing in each way, for a moment and for good: how the goal
 * ends and after how long. docs/sight-goals.md and a list of all messages are what this test found;
 * {@code -Dsight.write} writes them.
 */
class GoalSightTest {
  private static final Path DOC = Path.of("docs/sight-goals.md");
  private static final Path MESSAGES =
      Path.of("src/test/resources/io/github/xacct/chaos/sight-goals-messages.txt");
  private static final Duration BRIEFLY = Duration.ofSeconds(4);
  private static final CircuitBreaker.Threshold BREAKER =
      new CircuitBreaker.Threshold(3, Duration.ofSeconds(30));

  /**
   * A goal in an account as it needs it.
   *
   * @param inFlight for how long a deployment has been going on; empty if none is
   */
  private record Goal(Optional<Duration> inFlight, OurProcess.Work work) {}

  private static final Map<String, Goal> GOALS = new LinkedHashMap<>();

  static {
    goal("plan", GoalSightTest::plan);
    goal("rollback", GoalSightTest::rollback);
    goal("history", GoalSightTest::history);
    goal("promote", GoalSightTest::promote);
    goal("smoke-test", GoalSightTest::smokeTest);
    goal("wait, after the end", GoalSightTest::waitForThePast);
    goal("wait", Duration.ofSeconds(5), (s, p) -> follow(p));
    goal("stop", Duration.ofSeconds(5), (s, p) -> stop(p));
    goal("continue", Duration.ofSeconds(60), (s, p) -> follow(p));
  }

  private static void goal(String name, OurProcess.Work work) {
    GOALS.put(name, new Goal(Optional.empty(), work));
  }

  private static void goal(String name, Duration inFlight, OurProcess.Work work) {
    GOALS.put(name, new Goal(Optional.of(inFlight), work));
  }

  private static Optional<Outcome> plan(AwsSession session, Ports ports) {
    var wish =
        new Planning.PlanRequest(
            OurProcess.ENVIRONMENT,
            GeneratedTaskDefinition.of(OurProcess.ENVIRONMENT),
            new AppSpec(AppSpecSettings.none(), AppSpec.TASK_DEFINITION_PLACEHOLDER, "web", 8080),
            Optional.empty(),
            Optional.empty(),
            ReleaseChecks.none(),
            false,
            false);
    var planning =
        new Planning(
            ports,
            new CodeDeployHistory(session, OurProcess.ENVIRONMENT).adorningOnly(),
            image -> Optional.empty());
    var lines = new PlanText(ports.clock().instant(), false).lines(planning.plan(wish));
    planning.refuseWhatCannotWork();
    return lines.isEmpty() ? Optional.empty() : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> rollback(AwsSession session, Ports ports) {
    var state = ports.look();
    var history = new CodeDeployHistory(session, OurProcess.ENVIRONMENT);
    var good =
        new GoodVersions(ports.taskDefinitions(), history, "web")
            .find(RollbackTarget.LAST_GOOD, state, "test");
    return Optional.of(
        new Rollback(ports, image -> true, OurProcess.appSpec())
            .run(good, "web", "ann", state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> history(AwsSession session, Ports ports) {
    var past =
        new PastDeployments(
                new EcsTaskDefinitions(session).adorning(),
                new CodeDeployHistory(session, OurProcess.ENVIRONMENT).adorning(),
                "web",
                warning -> ports.reporter().report(new Event.Warning(warning)))
            .last(10);
    return new HistoryText(ZoneOffset.UTC).lines(past).isEmpty()
        ? Optional.empty()
        : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> promote(AwsSession session, Ports ports) {
    new Promotion(
            ports,
            new CodeDeployHistory(session, OurProcess.ENVIRONMENT).adorning(),
            new EcsTaskObserver(session, OurProcess.ENVIRONMENT))
        .of(OurProcess.ENVIRONMENT, true);
    return well(Verdict.DRY_RUN);
  }

  /** The app itself answers well. */
  private static Optional<Outcome> smokeTest(AwsSession session, Ports ports) {
    var route = ProductionRoute.of(session, OurProcess.ENVIRONMENT);
    var passed = new SmokeTestReport.Result("up", Optional.empty(), Duration.ZERO, true);
    var report =
        new SmokeRun(ports, new EcsTaskDefinitions(session))
            .run(
                OurProcess.ENVIRONMENT,
                route.orElse(Route.to(URI.create("https://shop.example.com"))),
                base -> List.of(passed));
    return report.passed() ? well(Verdict.DRY_RUN) : Optional.empty();
  }

  private static Optional<Outcome> waitForThePast(AwsSession session, Ports ports) {
    var state = ports.look();
    var past =
        new CodeDeployHistory(session, OurProcess.ENVIRONMENT)
            .last(100).stream()
                .findFirst()
                .orElseThrow(() -> XacctException.yours("No deployment is in flight."));
    return well(new Attach(ports).follow(past, state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> follow(Ports ports) {
    var state = ports.look();
    return well(
        new Attach(ports).follow(active(state), state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> stop(Ports ports) {
    var state = ports.look();
    return well(new Attach(ports).stop(active(state), state, true));
  }

  /** As the goals look for it. */
  private static Active active(TargetAccountState state) {
    return state
        .active()
        .orElseThrow(
            () ->
                XacctException.yours(
                    state.inFlightUnknown().orElse("No deployment is in flight.")));
  }

  private static Optional<Outcome> well(Verdict verdict) {
    return Optional.of(new Outcome(verdict, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  @Tag("slow")
  void everyOperationOfEveryGoalFailingInEveryWay() throws IOException {
    var table = new ArrayList<String>();
    var messages = new TreeMap<String, Set<String>>();
    GOALS.forEach(
        (name, goal) -> {
          var operations = new Play(goal, Optional.empty()).operations();
          operations.forEach(operation -> table.add(row(name, goal, operation, messages)));
        });
    if (System.getProperty("sight.write") != null) {
      Files.writeString(DOC, PREFACE + head() + String.join("\n", table) + "\n");
      Files.writeString(MESSAGES, words(messages));
    }
    assertThat(Files.readString(DOC)).isEqualTo(PREFACE + head() + String.join("\n", table) + "\n");
    assertThat(Files.readString(MESSAGES)).isEqualTo(words(messages));
  }

  /** An eighth of the table in each build. */
  @Test
  void eachOperationOfEachGoalFailingInOneWay() throws IOException {
    var lines = Files.readAllLines(DOC).stream().filter(line -> line.startsWith("| `")).toList();
    var told = Files.readString(MESSAGES);
    for (int i = 0; i < lines.size(); i++) {
      var cells = lines.get(i).split(" \\| ");
      String name = cells[0].replaceAll("[|` ]*(.*)`", "$1");
      var operation = cells[1].replace("`", "");
      var kind = Kind.values()[i % Kind.values().length];
      var messages = new TreeMap<String, Set<String>>();
      assertThat(cell(name, GOALS.get(name), operation, kind, messages))
          .as(name + ": " + operation + ", " + kind.words())
          .isEqualTo(cells[2 + kind.ordinal()].replace(" |", ""));
      messages.forEach(
          (message, where) -> {
            assertThat(told).contains("\n" + message + "\n");
            assertThat(told).contains(where.iterator().next());
          });
    }
    assertThat(lines).hasSizeGreaterThan(GOALS.size());
  }

  @Test
  void messagesAreNoRiddles() throws IOException {
    assertThat(Files.readString(MESSAGES))
        .doesNotContain("null", "Exception:", "Unexpected", ": - ", " - (request", "begun goes on");
  }

  private static String row(
      String name, Goal goal, String operation, Map<String, Set<String>> messages) {
    var line = new StringBuilder("| `" + name + "` | `" + operation + "`");
    for (var kind : Kind.values()) {
      line.append(" | ").append(cell(name, goal, operation, kind, messages));
    }
    return line.append(" |").toString();
  }

  private static String cell(
      String name, Goal goal, String operation, Kind kind, Map<String, Set<String>> messages) {
    var briefly = play(name, goal, new Disturbance(operation, kind, false, BRIEFLY), messages);
    var forGood =
        play(name, goal, new Disturbance(operation, kind, false, Disturbance.FOR_GOOD), messages);
    return briefly.equals(forGood) ? briefly : briefly + ", " + forGood;
  }

  private static String play(
      String name, Goal goal, Disturbance disturbance, Map<String, Set<String>> messages) {
    var play = new Play(goal, Optional.of(disturbance));
    String where = name + ": " + disturbance.operation();
    play.said()
        .ifPresent(said -> messages.computeIfAbsent(said, s -> new LinkedHashSet<>()).add(where));
    return play.outcome();
  }

  /** Each message once, with all that leads to it. */
  private static String words(Map<String, Set<String>> messages) {
    var text = new StringBuilder();
    messages.forEach(
        (words, where) ->
            text.append("== ").append(String.join("; ", where)).append("\n" + words + "\n"));
    return text.toString();
  }

  private static String head() {
    var head = new StringBuilder("| goal | operation |");
    for (var kind : Kind.values()) {
      head.append(" ").append(kind.words()).append(" |");
    }
    return head + "\n|---|---|" + "---|".repeat(Kind.values().length) + "\n";
  }

  private static final String PREFACE =
      """
      # What becomes of the other goals when AWS does not answer

      As [sight.md](sight.md) for a deployment: each operation that a goal calls fails in each way, for a moment (4 seconds from its first call), then for
      good; one entry where both end alike. `ok` is a goal that printed what it was asked for; the verdict of a deployment stands for one that acts on it,
      `detached` for a deployment that goes on without us; `!` is a warning. Without a time it took
      seconds; else about a minute, 5 or 10 minutes, or an hour.

      """;

  /** One goal by one process. */
  private static final class Play {
    private static final String OLD = "111111111111.dkr.ecr.test/shop@sha256:" + "ef".repeat(32);
    private final OurProcess process;
    private final Duration took;

    Play(Goal goal, Optional<Disturbance> disturbance) {
      var time = new Time();
      var scenario = Scenario.undisturbed(Truth.SUCCEEDS);
      var aws = new Aws(scenario, time.now(), Api.parse(OurProcess.taskDefinition(OLD)));
      var query = new QueryApi(aws, time, Duration.ofHours(1));
      var far =
          new Wire.Far(
              scenario, time, aws, new Api(aws, scenario), query, disturbance.stream().toList());
      deploy(aws, time, Aws.BLUE, "run 5ca1ab1e0dd1 image sha256:efefefefefef: shop 1.2 by ann");
      String newer =
          aws.register(Api.parse(OurProcess.taskDefinition(OurProcess.IMAGE.toString())));
      deploy(aws, time, newer, "run 5ca1ab1e0dd2 image sha256:abababababab: shop 1.3 by bob");
      goal.inFlight()
          .ifPresent(
              lasts -> {
                aws.create("by hand", Aws.BLUE, Truth.SUCCEEDS, -2);
                time.pass(lasts);
                aws.advance(time.now());
              });
      process = new OurProcess(far, 0, 0);
      Instant began = time.now();
      process.run(event -> {}, goal.work());
      took = Duration.between(began, time.now());
    }

    private static void deploy(Aws aws, Time time, String taskDefinition, String description) {
      var d = aws.create(description, taskDefinition, Truth.SUCCEEDS, -2);
      for (int i = 0; i < 3 && !d.ended(); i++) {
        time.pass(Duration.ofMinutes(9));
        aws.advance(time.now());
        aws.proceed(d);
      }
      time.pass(Duration.ofHours(2));
      aws.advance(time.now());
    }

    String outcome() {
      String verdict =
          process
              .conclusion()
              .map(ended -> ended.verdict().toString())
              .or(() -> process.outcome.map(o -> "ok"))
              .orElse("failed");
      return verdict + about(took) + (warnings().isEmpty() ? "" : " !");
    }

    /** By what it feels like: whoever changes how often something is read changes no cell. */
    private static String about(Duration took) {
      long seconds = took.toSeconds();
      if (seconds < 40) {
        return "";
      }
      return seconds < 240
          ? " 1 min"
          : seconds < 480 ? " 5 min" : seconds < 1200 ? " 10 min" : " 1 h";
    }

    Set<String> operations() {
      return new TreeSet<>(process.wire.operations);
    }

    Optional<String> said() {
      var lines = new ArrayList<String>();
      warnings().forEach(warning -> lines.add("WARNING " + warning));
      process.thrown.ifPresent(t -> lines.add(String.valueOf(t.getMessage())));
      String said = String.join("\n", lines).replaceAll(" \\(request [^)]*\\)", "");
      return lines.isEmpty() ? Optional.empty() : Optional.of(said.stripTrailing());
    }

    private List<String> warnings() {
      return List.copyOf(process.events).stream()
          .map(
              event ->
                  event instanceof Event.Warning warning
                      ? warning.text()
                      : event instanceof Event.ServiceTrouble trouble ? trouble.text() : "")
          .filter(text -> !text.isEmpty())
          .distinct()
          .toList();
    }
  }
}
