package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.report.DeploymentFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** One deployment through all its processes, until one of them knows how it ended. */
final class ChaosRun {
  private static final int PATIENCE = 60;
  private static final Duration LONGEST = Duration.ofHours(80);
  private static final String FOREIGN_IMAGE =
      "111111111111.dkr.ecr.test/shop@sha256:" + "cd".repeat(32);
  private static final String OLD_IMAGE =
      "111111111111.dkr.ecr.test/shop@sha256:" + "ef".repeat(32);

  final Scenario scenario;
  final List<OurProcess> processes = new ArrayList<>();
  final Aws aws;
  final Optional<Path> files;
  private final Rules rules;
  private final Wire.Far far;
  private final Time time = new Time();
  private final Instant began = time.now();
  private long minutes;
  private Scaling scaling = Scaling.untouched();
  private Consumer<Event> meanwhile = event -> {};
  Optional<Aws.Deployment> foreign = Optional.empty();

  ChaosRun(long seed, Scenario.Engine engine, Optional<Path> files) {
    this(Scenario.of(seed, engine), files);
  }

  ChaosRun(Scenario scenario, Optional<Path> files) {
    this.scenario = scenario;
    this.files = files;
    var blue = Api.parse(OurProcess.taskDefinition(OLD_IMAGE));
    this.aws = scenario.engine().aws(scenario, time.now(), blue);
    var api = new Api(aws, scenario);
    this.far =
        new Wire.Far(
            scenario,
            time,
            aws,
            api,
            new QueryApi(aws, api.ecs, time, session(scenario)),
            scenario.outage().stream().toList());
    this.rules = new Rules(this);
  }

  /** The same with other answers of one operation. */
  ChaosRun edited(String operation, Consumer<ObjectNode> change) {
    far.api().edit(operation, change);
    return this;
  }

  /** The same in which something happens at events of ours. */
  ChaosRun meanwhile(Consumer<Event> happens) {
    meanwhile = happens;
    return this;
  }

  /** The same for a service with auto scaling. */
  ChaosRun with(Scaling held) {
    scaling = held;
    return this;
  }

  /** A process that does something else; what it found. */
  <T> T ask(BiFunction<AwsSession, Ports, T> question) {
    var answer = new AtomicReference<T>();
    var process = new OurProcess(far, processes.size(), 0);
    process.run(
        event -> {},
        (session, ports) -> {
          answer.set(question.apply(session, ports));
          return Optional.empty();
        });
    process.thrown.ifPresent(
        t -> {
          throw new IllegalStateException(t);
        });
    return answer.get();
  }

  /** One process alone, whatever it comes to. */
  OurProcess once() {
    return next(processes.size());
  }

  /** What the goal status prints, without the request IDs. */
  String status() {
    var process = new OurProcess(far, processes.size(), 0);
    process.status();
    return String.join("\n", process.told).replaceAll(" \\(request [^)]*\\)", "");
  }

  /** How long it took by AWS's clock. */
  long minutes() {
    return minutes;
  }

  /** Plays it; what is broken is in the answer. */
  List<String> play() {
    if (scenario.foreign()) {
      foreign = Optional.of(stranger());
    }
    for (int i = 0; i < PATIENCE; i++) {
      var process = next(i);
      rules.afterProcess(process);
      if (process.outcome.isPresent() || process.cameToAnEnd() || rules.nothingLeft(process)) {
        rules.atTheEnd(process);
        minutes = Duration.between(began, time.now()).toMinutes();
        time.pass(LONGEST);
        aws.advance(time.now());
        rules.muchLater();
        return rules.broken();
      }
      time.pass(Duration.ofSeconds(new Dice(scenario.seed()).of("pause" + i).between(0, 900)));
    }
    return List.of("no process ever came to a conclusion: " + last().thrown);
  }

  /** The shortest that STS gives, where our own credentials do not last. */
  private static Duration session(Scenario scenario) {
    return Duration.ofMinutes(scenario.baseLasts() > 0 ? 15 : 60);
  }

  private OurProcess next(int number) {
    var dice = new Dice(scenario.seed()).of("death" + number);
    int dieAt =
        number < scenario.deaths() ? dice.between(1, dice.of("late").percent(50) ? 30 : 90) : 0;
    aws.advance(time.now());
    aws.report("process " + number + (dieAt > 0 ? " to die at " + dieAt : ""));
    var process = new OurProcess(far, number, dieAt);
    process.scaling = scaling;
    processes.add(process);
    if (files.isEmpty()) {
      process.run(meanwhile::accept);
    } else {
      try (var record =
          new DeploymentFiles(files.get(), time.clock(Duration.ZERO), ZoneOffset.UTC, w -> {})) {
        process.run(Reporters.all(unlessKilled(process, record), meanwhile::accept));
      }
    }
    aws.advance(time.now());
    aws.report(
        "process "
            + number
            + " ended: "
            + process.outcome.map(Object::toString).orElseGet(() -> "" + process.thrown.get()));
    return process;
  }

  /** The dead write no files. */
  private static Reporter unlessKilled(OurProcess process, Reporter record) {
    return event -> {
      if (!process.wire.isDead()) {
        record.report(event);
      }
    };
  }

  private Aws.Deployment stranger() {
    String arn = aws.register(Api.parse(OurProcess.taskDefinition(FOREIGN_IMAGE)));
    String day = scenario.foreignIsOlder() ? "20" : "24";
    String description =
        "run 123456789abc image sha256:cdcdcdcdcdcd commit aaaaaaaaaaaa of 2026-11-"
            + day
            + "T00:00:00Z: shop 1.3 by bob";
    if (aws instanceof EcsAws own) {
      own.tag(arn, "xacct:deployment", description);
      own.tag(arn, "xacct:deployment-after", time.now().minusSeconds(60).toString());
    }
    return aws.create(description, arn, scenario.foreignTruth(), -2);
  }

  private OurProcess last() {
    return processes.get(processes.size() - 1);
  }
}
