package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.chaos.Disturbance.Kind;
import io.github.xacct.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** Another thirteenth of the table than each build plays; all of it where it is written. */
  @Test
  @Tag("slow")
  void everyOperationOfEveryGoalFailingInEveryWay() throws IOException {
    if (System.getProperty("sight.write") == null) {
      check((row, kind) -> (row * Kind.values().length + kind) % 13 == 5);
      return;
    }
    var table = new ArrayList<String>();
    var messages = new TreeMap<String, Set<String>>();
    SightGoals.ALL.forEach(
        (name, goal) -> {
          var operations = new Play(goal, Optional.empty()).operations();
          operations.removeIf(operation -> !goal.tried().test(operation));
          operations.forEach(operation -> table.add(row(name, goal, operation, messages)));
        });
    Files.writeString(DOC, PREFACE + head() + String.join("\n", table) + "\n");
    Files.writeString(MESSAGES, words(messages));
  }

  /** A thirteenth of the table in each build. */
  @Test
  void someOperationsOfEachGoalFailingInOneWay() throws IOException {
    check((row, kind) -> (row * Kind.values().length + kind) % 13 == 0);
  }

  /** Which cells, by their row and kind. */
  private interface Cells {
    boolean has(int row, int kind);
  }

  private static void check(Cells some) throws IOException {
    String doc = Files.readString(DOC);
    assertThat(doc).startsWith(PREFACE + head());
    var lines = doc.lines().filter(line -> line.startsWith("| `")).toList();
    var told = Files.readString(MESSAGES);
    for (int i = 0; i < lines.size(); i++) {
      for (var kind : Kind.values()) {
        if (some.has(i, kind.ordinal())) {
          check(lines.get(i).split(" \\| "), kind, told);
        }
      }
    }
    assertThat(lines).hasSizeGreaterThan(SightGoals.ALL.size());
  }

  private static void check(String[] cells, Kind kind, String told) {
    String name = cells[0].replaceAll("[|` ]*(.*)`", "$1");
    var operation = cells[1].replace("`", "");
    var messages = new TreeMap<String, Set<String>>();
    assertThat(cell(name, SightGoals.ALL.get(name), operation, kind, messages))
        .as(name + ": " + operation + ", " + kind.words())
        .isEqualTo(cells[2 + kind.ordinal()].replace(" |", ""));
    messages.forEach(
        (message, where) -> {
          assertThat(told).contains("\n" + message + "\n");
          assertThat(told).contains(where.iterator().next());
        });
  }

  @Test
  void messagesAreNoRiddles() throws IOException {
    assertThat(Files.readString(MESSAGES))
        .doesNotContain("null", "Exception:", "Unexpected", ": - ", " - (request", "begun goes on");
  }

  private static String row(
      String name, SightGoals.Goal goal, String operation, Map<String, Set<String>> messages) {
    var line = new StringBuilder("| `" + name + "` | `" + operation + "`");
    for (var kind : Kind.values()) {
      line.append(" | ").append(cell(name, goal, operation, kind, messages));
    }
    return line.append(" |").toString();
  }

  private static String cell(
      String name,
      SightGoals.Goal goal,
      String operation,
      Kind kind,
      Map<String, Set<String>> messages) {
    var briefly = play(name, goal, new Disturbance(operation, kind, false, BRIEFLY), messages);
    var forGood =
        play(name, goal, new Disturbance(operation, kind, false, Disturbance.FOR_GOOD), messages);
    return briefly.equals(forGood) ? briefly : briefly + ", " + forGood;
  }

  private static String play(
      String name,
      SightGoals.Goal goal,
      Disturbance disturbance,
      Map<String, Set<String>> messages) {
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
      # How the other goals end when AWS does not respond

      As in [sight.md](sight.md) for a deployment: each operation that a goal calls fails in each way, first temporarily (for 4 seconds from its first call), then
      permanently; there is one entry if both end the same. `ok` means that the goal printed its result. Goals that act on a deployment have its verdict;
      `detached` means that the deployment continues without the plugin; `!` is a warning. Entries without a time took
      seconds, the others about a minute, 5 or 10 minutes, or an hour. `bootstrap` and `destroy` process four stacks of an environment, which takes about a minute.
      `wait`, `stop` and `continue` do not require the service, its deployment group and the list of deployments: each of these reads is retried for seconds. `rollback` requires them: it must
      know the running version, the target of the group, and that no deployment is in flight. If `smoke-test` cannot read the deployments in flight, it prints a warning and stores no result.
      Rows `by ECS` are for a service that ECS itself deploys: while service or production rule cannot be read there, `continue` moves no traffic, and ECS rolls back at the end of the pause.
      `push-ecr` is tested up to the first byte of the image. `pipeline` has no row: it runs the pipeline on this machine and calls
      only the embedded AWS. `status` prints the deployments where it cannot read the service, after half a minute, and `history` does not require it.

      """;

  /** One goal by one process. */
  private static final class Play {
    private static final String OLD = "111111111111.dkr.ecr.test/shop@sha256:" + "ef".repeat(32);
    private final OurProcess process;
    private final Duration took;

    Play(SightGoals.Goal goal, Optional<Disturbance> disturbance) {
      var time = new Time();
      var scenario = Scenario.undisturbed(Truth.SUCCEEDS).by(goal.engine());
      var blue = Api.parse(OurProcess.taskDefinition(OLD));
      var aws = goal.engine().aws(scenario, time.now(), blue);
      var api = new Api(aws, scenario);
      var query = new QueryApi(aws, api.ecs, time, Duration.ofHours(1));
      var far = new Wire.Far(scenario, time, aws, api, query, disturbance.stream().toList());
      deploy(aws, time, Aws.BLUE, "run 5ca1ab1e0dd1 image sha256:efefefefefef: shop 1.2 by ann");
      String newer =
          aws.register(Api.parse(OurProcess.taskDefinition(OurProcess.IMAGE.toString())));
      deploy(aws, time, newer, "run 5ca1ab1e0dd2 image sha256:abababababab: shop 1.3 by bob");
      goal.stacks().forEach(query.stacks::stands);
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
      if (aws instanceof EcsAws own) {
        own.tag(taskDefinition, "xacct:deployment:" + d.id, description);
      }
      for (int i = 0; i < 3 && !d.ended(); i++) {
        time.pass(Duration.ofMinutes(9));
        aws.advance(time.now());
        proceed(aws, d);
      }
      time.pass(Duration.ofHours(2));
      aws.advance(time.now());
    }

    private static void proceed(Aws aws, Aws.Deployment d) {
      if (aws instanceof EcsAws own) {
        Optional.ofNullable(d.pause).ifPresent(pause -> own.proceed(d, pause.hookId()));
      } else {
        aws.proceed(d);
      }
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
