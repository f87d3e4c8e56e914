package io.github.xacct.chaos;

import io.github.xacct.aws.AccessOver;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.aws.servicedeployment.ServiceReplacements;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.report.StatusText;
import io.github.xacct.revision.AppSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One process of ours: the real story with the real adapters and the real SDK, on a wire and in a
 * time that are not real. What is left of it when it has ended is here.
 */
final class OurProcess {
  static final ImageReference IMAGE =
      ImageReference.parse("111111111111.dkr.ecr.test/shop@sha256:" + "ab".repeat(32));
  static final String SOURCE = "shop 1.4";
  private static final AccountId TARGET = new AccountId("222222222222");

  static final Environment ENVIRONMENT =
      new Environment(
          "test",
          TARGET,
          new Region("eu-central-1"),
          Optional.of(new RoleArn("aws", TARGET, "deploy")),
          Optional.empty(),
          Map.of(),
          "apps",
          "web",
          "shop",
          "shop",
          Optional.empty(),
          new TaskSettings(
              "shop",
              new FargateSize(256, 512),
              Architecture.X86_64,
              Optional.of(new RoleArn("aws", TARGET, "pulling")),
              Optional.empty(),
              "web",
              8080,
              Map.of(),
              Map.of(),
              "/ecs/shop",
              "/",
              List.of(),
              Map.of()),
          AppSpecSettings.none(),
          false,
          Map.of());

  final Wire wire;
  final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  final List<String> told = new ArrayList<>();
  final Instant began;
  Optional<Outcome> outcome = Optional.empty();
  Optional<Throwable> thrown = Optional.empty();
  boolean killed;
  Scaling scaling = Scaling.untouched();

  /** How often the smoke tests have run. */
  int asked;

  /** The pauses at which they did. */
  final Set<String> checked = new HashSet<>();

  private final Wire.Far far;

  OurProcess(Wire.Far far, int number, int dieAt) {
    this.far = far;
    this.wire = new Wire(far, number, dieAt);
    this.began = far.time().now();
  }

  /** What is done in the account, entered. */
  interface Work {
    Optional<Outcome> in(AwsSession session, Ports ports);
  }

  /** Deploys until it ends in whatever way. */
  void run(Reporter also) {
    run(
        also,
        (session, ports) ->
            Optional.of(new BlueGreenDeploy(new PushedImage(IMAGE), ports).run(wish())));
  }

  /** Reports how the environment stands. */
  void status() {
    run(
        event -> {},
        (session, ports) -> {
          var status =
              new StatusReader(
                      ports,
                      ((EngineOfService) ports.engine()).history(HistoryPatience.BRIEFLY),
                      new EcsTaskObserver(session, ENVIRONMENT))
                  .of(ENVIRONMENT);
          new StatusText(ports.clock().instant()).lines(status).forEach(told::add);
          return Optional.empty();
        });
  }

  /** Does something else. */
  void run(Reporter also, Work work) {
    var scenario = far.scenario();
    Reporter reporter = Reporters.all(this::note, also);
    var clock = far.time().clock(scenario.skew());
    try (var access = AccessOver.wire(wire, QueryApi.BUILDER, clock, wire::sleep);
        var session = access.enter(ENVIRONMENT, "chaos", reporter)) {
      var engine =
          new EngineOfService(
              session,
              ENVIRONMENT,
              Optional.empty(),
              unseen -> reporter.report(new Event.Warning(unseen)));
      var ports =
          new Ports(
              new EcsTaskDefinitions(session),
              engine,
              observer(session),
              scaling,
              reporter,
              clock,
              wire::sleep);
      outcome = work.in(session, ports);
    } catch (RuntimeException | Wire.Killed e) {
      thrown = Optional.of(e);
      killed = isKilled(e);
    } finally {
      wire.die();
    }
  }

  static EcsTaskObserver observer(AwsSession session) {
    return new EcsTaskObserver(
        session,
        ENVIRONMENT,
        ImagePlatforms.unknown(),
        new ServiceReplacements(session, ENVIRONMENT));
  }

  /** The verdict that was reported of a deployment, and of which. */
  Optional<Event.DeploymentEnded> conclusion() {
    return events.stream()
        .filter(Event.DeploymentEnded.class::isInstance)
        .map(Event.DeploymentEnded.class::cast)
        .findFirst();
  }

  /** Whether the deployment's own end was reported. */
  boolean cameToAnEnd() {
    return conclusion().filter(ended -> ended.verdict() != Verdict.DETACHED).isPresent();
  }

  /** What the run ended with; empty if it ended well. */
  String words() {
    return thrown.map(Throwable::getMessage).orElse("");
  }

  boolean followed() {
    return wire.following;
  }

  private void note(Event event) {
    if (wire.isDead()) {
      return; // the dead tell no tales
    }
    events.add(event);
    if (event instanceof Event.DeploymentCreated || event instanceof Event.DeploymentAttached) {
      wire.startsToFollow();
    }
    if (!(event instanceof Event.StillWaiting)) {
      synchronized (far) {
        far.aws().report("ours: " + event);
      }
    }
  }

  /** How another run of this build described its deployment. */
  static String description(Scenario scenario, String run) {
    return signature(scenario).describe(IMAGE).replaceFirst("run [0-9a-f]{12}", "run " + run);
  }

  private static DeploymentLabel signature(Scenario scenario) {
    return new DeploymentLabel(
        SOURCE + "-" + "x".repeat(scenario.names()),
        Optional.of("0123456789abcdef"),
        Optional.of(Instant.parse("2026-11-23T12:00:00Z")),
        "build " + "7".repeat(scenario.names()));
  }

  private BlueGreenDeploy.DeployRequest wish() {
    var scenario = far.scenario();
    var label = signature(scenario);
    return new BlueGreenDeploy.DeployRequest(
        image -> taskDefinition(image.toString()),
        "shop",
        appSpec(),
        "web",
        Optional.empty(),
        label,
        scenario.until(),
        scenario.onActive(),
        new CircuitBreaker.Threshold(3, Duration.ofSeconds(30)),
        state -> word(scenario),
        false);
  }

  /** Counts how often it was asked. */
  private ReadyGate word(Scenario scenario) {
    if (!scenario.objects()
        && scenario.approved() == 0
        && scenario.engine() == Scenario.Engine.CODE_DEPLOY) {
      return ReadyGate.none();
    }
    return new ReadyGate(
        Optional.of(Route.to(URI.create("http://lb.test:8443"))),
        List.of(
            url -> {
              asked++;
              take(Duration.ofSeconds(new Dice(scenario.seed()).of("check" + asked).below(60)));
              return scenario.objects()
                  ? Optional.of("smoke test home failed: answered 500")
                  : Optional.empty();
            }),
        state -> {
          state.pause().ifPresent(pause -> checked.add(pause.id()));
          return Optional.empty();
        },
        scenario.approved() > 0,
        false,
        "continue");
  }

  /** Checks take their time. */
  private void take(Duration duration) {
    if (far.scenario().seed() > 0) {
      synchronized (far) {
        far.time().pass(duration);
      }
    }
  }

  static String taskDefinition(String image) {
    return """
        {"family":"shop","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],
         "cpu":"256","memory":"512","containerDefinitions":[{"name":"web","image":"%s",
         "portMappings":[{"containerPort":8080}],"logConfiguration":{"logDriver":"awslogs",
         "options":{"awslogs-group":"/ecs/shop","awslogs-region":"eu-central-1",
         "awslogs-stream-prefix":"ecs"}}}]}"""
        .formatted(image);
  }

  static AppSpec appSpec() {
    return new AppSpec(AppSpecSettings.none(), AppSpec.TASK_DEFINITION_PLACEHOLDER, "web", 8080);
  }

  private static boolean isKilled(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Wire.Killed) {
        return true;
      }
    }
    return false;
  }
}
