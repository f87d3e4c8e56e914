package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.chaos.Disturbance.Kind;
import io.github.xacct.chaos.Scenario.Engine;
import io.github.xacct.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation that a deployment calls, failing in each way, for a moment and for good: how it
 * ends, after how long, and what is said. docs/sight.md and a list of all messages are what this
 * test found; {@code -Dsight.write} writes them.
 */
class SightMatrixTest {
  private static final Path DOC = Path.of("docs/sight.md");
  private static final Path MESSAGES = Path.of("src/test/resources/io/github/xacct/chaos");
  private static final Duration BRIEFLY = Duration.ofSeconds(4);

  /** One line of the table: an operation at a time of its own. */
  private record Row(
      String operation, String what, boolean needed, boolean later, Truth truth, boolean status) {
    Row(String operation, String what, boolean needed, boolean later, Truth truth) {
      this(operation, what, needed, later, truth, false);
    }

    String name() {
      return operation + (later ? ", after the creation" : status ? ", for status" : "");
    }
  }

  private static final List<Row> BY_CODEDEPLOY =
      List.of(
          needed("AssumeRole", "to assume the role"),
          needed("DescribeServices", "the running version"),
          needed("GetDeploymentGroup", "the deployment group's settings"),
          needed("ListDeployments", "deployments in flight"),
          optional("GetDeploymentConfig", "the traffic shift"),
          optional("DescribeListeners", "traffic, the test listener's address"),
          optional("DescribeRules", "traffic"),
          optional("DescribeLoadBalancers", "the test listener's address"),
          needed("DescribeTaskDefinition", "the running and the registered revision"),
          needed("RegisterTaskDefinition", "the new revision"),
          needed("CreateDeployment", "the deployment"),
          needed("GetDeployment", "the deployment's status"),
          optional("BatchGetDeploymentTargets", "lifecycle events and traffic"),
          needed("ContinueDeployment", "to shift production traffic"),
          new Row("DescribeServices", "the tasks of green", false, true, Truth.SUCCEEDS),
          optional("ListTasks", "stopped and running tasks"),
          optional("DescribeTasks", "why tasks stopped, the images of running ones"),
          optional("DescribeTargetHealth", "the health of the targets"),
          new Row("AssumeRole", "to renew an expired session", true, true, Truth.SUCCEEDS),
          new Row(
              "StopDeployment",
              "to stop a deployment whose tasks keep stopping",
              true,
              false,
              Truth.CRASH_LOOPS),
          new Row(
              "GetLogEvents", "the last lines of stopped tasks", false, false, Truth.CRASH_LOOPS),
          status("BatchGetDeployments", "the last deployments", false),
          status("GetApplicationRevision", "the deployment of the running version", false),
          status("ListTasks", "the running version", false));

  private static final List<Row> BY_ECS =
      List.of(
          needed("AssumeRole", "to assume the role"),
          needed("DescribeServices", "the running version, the deployment strategy"),
          needed("ListServiceDeployments", "deployments in flight"),
          optional("DescribeListeners", "the test listener's address"),
          needed("DescribeRules", "traffic, also before each step"),
          optional("DescribeLoadBalancers", "the test listener's address"),
          needed("DescribeTaskDefinition", "the running and the registered revision"),
          needed("RegisterTaskDefinition", "the new revision"),
          optional("TagResource", "the deployment's description"),
          needed("UpdateService", "the deployment"),
          needed("DescribeServiceRevisions", "the serving revision, this run's deployment"),
          needed("DescribeServiceDeployments", "the deployment's status"),
          needed("ContinueServiceDeployment", "to shift production traffic"),
          optional("ListTasks", "stopped and running tasks"),
          optional("DescribeTasks", "why tasks stopped, the images of running ones"),
          optional("DescribeTargetHealth", "the health of the targets"),
          new Row("AssumeRole", "to renew an expired session", true, true, Truth.SUCCEEDS),
          new Row(
              "StopServiceDeployment",
              "to stop a deployment whose tasks keep stopping",
              true,
              false,
              Truth.CRASH_LOOPS),
          new Row(
              "GetLogEvents", "the last lines of stopped tasks", false, false, Truth.CRASH_LOOPS),
          new Row("FilterLogEvents", "the reason of a failure", false, false, Truth.HOOK_FAILS),
          status("ListServiceDeployments", "the last deployments", false),
          status("DescribeServiceRevisions", "their versions", false),
          status("ListTasks", "the running version", false));

  /** What one engine asks for. */
  private record Matrix(Engine engine, List<Row> rows, Path messages) {
    Matrix(Engine engine, List<Row> rows, String messages) {
      this(engine, rows, MESSAGES.resolve(messages));
    }
  }

  private static final List<Matrix> MATRICES =
      List.of(
          new Matrix(Engine.CODE_DEPLOY, BY_CODEDEPLOY, "sight-messages.txt"),
          new Matrix(Engine.ECS, BY_ECS, "sight-messages-ecs.txt"));

  private static Row status(String operation, String what, boolean needed) {
    return new Row(operation, what, needed, false, Truth.SUCCEEDS, true);
  }

  private static Row needed(String operation, String what) {
    return new Row(operation, what, true, false, Truth.SUCCEEDS);
  }

  private static Row optional(String operation, String what) {
    return new Row(operation, what, false, false, Truth.SUCCEEDS);
  }

  /** All of the table but what each build plays; all of it where it is written. */
  @Test
  @Tag("slow")
  void everyOperationFailingInEveryWay() throws IOException {
    if (!isWritten()) {
      check((row, kind) -> kind != inEachBuild(row));
      return;
    }
    var page = new StringBuilder(Preface.TEXT);
    for (var matrix : MATRICES) {
      page.append(matrix.engine() == Engine.ECS ? Preface.ECS : "");
      var messages = new ArrayList<String>();
      page.append(table(matrix, messages));
      Files.writeString(matrix.messages(), String.join("\n", messages) + "\n");
    }
    Files.writeString(DOC, page);
  }

  private static boolean isWritten() {
    return System.getProperty("sight.write") != null;
  }

  private static String table(Matrix matrix, List<String> messages) {
    var table = new ArrayList<String>();
    for (var row : matrix.rows()) {
      var briefly = new LinkedHashMap<String, String>();
      var forGood = new LinkedHashMap<String, String>();
      table.add(line(matrix.engine(), row, BRIEFLY, briefly));
      table.add(line(matrix.engine(), row, Disturbance.FOR_GOOD, forGood));
      briefly.entrySet().removeIf(e -> e.getValue().equals(forGood.get(e.getKey())));
      add(row.name() + ", briefly", briefly, messages);
      add(row.name(), forGood, messages);
    }
    return text(table);
  }

  /** An eighth of each table in each build; all of both takes forty seconds. */
  @Test
  void eachOperationFailingInAWay() throws IOException {
    check((row, kind) -> kind == inEachBuild(row));
  }

  private static int inEachBuild(int row) {
    return row % Kind.values().length;
  }

  /** Which cells, by their row and kind. */
  private interface Cells {
    boolean has(int row, int kind);
  }

  private static void check(Cells some) throws IOException {
    String doc = Files.readString(DOC);
    assertThat(doc).startsWith(Preface.TEXT + head()).contains(Preface.ECS + head());
    String[] tables = doc.split("(?m)^## ");
    for (int n = 0; n < MATRICES.size(); n++) {
      var matrix = MATRICES.get(n);
      var cells = tables[n].lines().filter(line -> line.startsWith("| ")).skip(1).toList();
      var messages = messages(matrix);
      assertThat(cells).hasSize(2 * matrix.rows().size());
      assertThat(messages.keySet()).isSubsetOf(titles(matrix));
      for (int i = 0; i < matrix.rows().size(); i++) {
        var row = matrix.rows().get(i);
        for (var lasts : List.of(BRIEFLY, Disturbance.FOR_GOOD)) {
          String line = cells.get(lasts.equals(BRIEFLY) ? 2 * i : 2 * i + 1);
          assertThat(line).startsWith(start(row, lasts));
          for (var kind : Kind.values()) {
            if (some.has(i, kind.ordinal())) {
              check(matrix.engine(), row, kind, lasts, line.split(" \\| "), messages);
            }
          }
        }
      }
    }
  }

  /** All under which a message may stand. */
  private static Set<String> titles(Matrix matrix) {
    var titles = new HashSet<String>();
    for (var row : matrix.rows()) {
      for (var kind : Kind.values()) {
        titles.add(row.name() + ": " + kind.words());
        titles.add(row.name() + ", briefly: " + kind.words());
      }
    }
    return titles;
  }

  @ParameterizedTest
  @EnumSource
  void messagesAreNoRiddles(Engine engine) throws IOException {
    assertThat(Files.readString(MATRICES.get(engine.ordinal()).messages()))
        .doesNotContain("null", "NullPointerException", ": - ", " - (request", "begun goes on");
  }

  private static void check(
      Engine engine,
      Row row,
      Kind kind,
      Duration lasts,
      String[] line,
      Map<String, String> messages) {
    var play = new Play(engine, row, new Disturbance(row.operation(), kind, row.later(), lasts));
    String title = row.name() + ": " + kind.words();
    String wanted = line[3 + kind.ordinal()].replace(" |", "");
    assertThat(play.outcome()).as(title + ", " + lasts).isEqualTo(wanted);
    boolean brief = lasts.equals(BRIEFLY);
    String always = brief && play.said().isEmpty() ? "" : messages.getOrDefault(title, "");
    String briefly = row.name() + ", briefly: " + kind.words();
    assertThat(play.said().orElse(""))
        .as(title + ", " + lasts)
        .isEqualTo(brief ? messages.getOrDefault(briefly, always) : always);
  }

  /** By {@code operation: kind}. */
  private static Map<String, String> messages(Matrix matrix) throws IOException {
    var messages = new LinkedHashMap<String, String>();
    for (String part : ("\n" + Files.readString(matrix.messages())).split("\n== ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        int colon = part.indexOf(": ");
        for (String kind : part.substring(colon + 2, end).split(", ")) {
          messages.put(
              part.substring(0, colon + 2) + kind, part.substring(end + 1).stripTrailing());
        }
      }
    }
    return messages;
  }

  /** Each message once, with all that leads to it. */
  private static void add(String title, Map<String, String> said, List<String> messages) {
    var kinds = new LinkedHashMap<String, List<String>>();
    said.forEach((kind, words) -> kinds.computeIfAbsent(words, w -> new ArrayList<>()).add(kind));
    kinds.forEach(
        (words, all) -> messages.add("== " + title + ": " + String.join(", ", all) + "\n" + words));
  }

  private static String line(Engine engine, Row row, Duration lasts, Map<String, String> said) {
    var line = new StringBuilder(start(row, lasts));
    for (var kind : Kind.values()) {
      var play = new Play(engine, row, new Disturbance(row.operation(), kind, row.later(), lasts));
      line.append(" | ").append(play.outcome());
      play.said().ifPresent(words -> said.put(kind.words(), words));
    }
    return line.append(" |").toString();
  }

  private static String start(Row row, Duration lasts) {
    return lasts.equals(BRIEFLY)
        ? "| `%s`: %s | %s | temporarily"
            .formatted(row.name(), row.what(), row.needed() ? "yes" : "no")
        : "|  |  | permanently";
  }

  private static String text(List<String> table) {
    return head() + String.join("\n", table) + "\n";
  }

  private static String head() {
    var head = new StringBuilder("| operation | required | fails |");
    for (var kind : Kind.values()) {
      head.append(" ").append(kind.words()).append(" |");
    }
    return head + "\n|---|---|---|" + "---|".repeat(Kind.values().length) + "\n";
  }

  /** What stands above the table. */
  private static final class Preface {
    private static final String TEXT =
        """
        # How a deployment ends when AWS does not respond

        Each operation is either required or optional. An optional operation is retried for some seconds; then the deployment continues without it, with a warning. A required
        operation is retried longer: for a minute to assume the role and for task definitions, for five minutes before a deployment is created, and for
        an hour while a deployment is followed. An error that a retry cannot resolve ends the run immediately. If a deployment is still in progress then, the verdict is `detached`: it continues in AWS.

        A test runs a deployment against a simulated AWS in which one operation fails in one way, either temporarily (for 4 seconds from its first call) or permanently, and
        compares the result with this page: the verdict, the minutes and seconds until then, and `!` if there was a warning. `reset` and `timeout`
        occur after the operation has taken effect; `nonsense` is an HTML page instead of AWS's response, `hollow` a response without content.

        """;

    private static final String ECS =
        """

        ## Where ECS itself deploys

        The same for a service that ECS itself deploys, with a pause before production traffic shifts. While the weights of the production rule cannot be read, the deployment is
        not continued, and the pause times out. If the permission to read them is missing, they are not compared, with a warning.

        """;
  }

  /** One deployment by one process. */
  private static final class Play {
    private final OurProcess process;
    private final Duration took;

    Play(Engine engine, Row row, Disturbance disturbance) {
      var time = new Time();
      var scenario = Scenario.undisturbed(row.truth()).by(engine);
      var blue = Api.parse(OurProcess.taskDefinition(OLD));
      var aws = engine.aws(scenario, time.now(), blue);
      var api = new Api(aws, scenario);
      var query = new QueryApi(aws, api.ecs, time, Duration.ofHours(1));
      var far = new Wire.Far(scenario, time, aws, api, query, List.of(disturbance));
      process = new OurProcess(far, 0, 0);
      if (row.status()) {
        aws.create(
            "run 5ca1ab1e0ddb image sha256:efefefefefef: shop 1.3 by ann",
            Aws.BLUE,
            row.truth(),
            0);
        time.pass(Duration.ofHours(2));
        aws.advance(time.now());
      }
      Instant began = time.now();
      if (row.status()) {
        process.status();
        took = Duration.between(began, time.now());
        return;
      }
      boolean sessionEnds = row.later() && row.operation().equals("AssumeRole");
      process.run(
          event -> {
            if (sessionEnds && event instanceof Event.DeploymentCreated) {
              query.endAll();
            }
          });
      took = Duration.between(began, time.now());
    }

    String outcome() {
      String verdict =
          process
              .conclusion()
              .map(Event.DeploymentEnded::verdict)
              .or(() -> process.outcome.map(o -> o.verdict()))
              .map(Object::toString)
              .orElse(process.told.isEmpty() ? "failed" : "reported");
      return verdict
          + " %d:%02d".formatted(took.toMinutes(), took.toSecondsPart())
          + (warnings().isEmpty() ? "" : " !")
          + (process.wire.disturbed ? "" : " (not met)");
    }

    Optional<String> said() {
      var lines = new ArrayList<String>();
      process.told.stream().filter(line -> line.contains("roved")).forEach(lines::add);
      warnings().forEach(w -> lines.add("WARNING " + w));
      process.thrown.ifPresent(t -> lines.add(String.valueOf(t.getMessage())));
      String said =
          String.join("\n", lines)
              .replaceAll(" \\(request [^)]*\\)", "")
              .replaceAll("run [0-9a-f]{12}", "run 5ca1ab1e0ddb");
      return said.isBlank() ? Optional.empty() : Optional.of(said.stripTrailing());
    }

    private List<String> warnings() {
      var lines = new ArrayList<String>();
      for (var event : List.copyOf(process.events)) {
        if (event instanceof Event.Warning warning) {
          lines.add(warning.text());
        } else if (event instanceof Event.ServiceTrouble trouble) {
          lines.add(trouble.text());
        } else if (event instanceof Event.ImageProof proof
            && proof.outcome() != Event.ImageProof.Outcome.PROVED) {
          lines.add(proof.words());
        } else if (event instanceof Event.TaskDied died
            && !died.lastLogLines().isEmpty()
            && !died.lastLogLines().get(0).equals("last words")) {
          lines.add(died.lastLogLines().get(0).replace(died.taskId(), "TASK"));
        }
      }
      return lines.stream().distinct().toList();
    }
  }

  private static final String OLD = "111111111111.dkr.ecr.test/shop@sha256:" + "ef".repeat(32);
}
