package io.github.xacct.chaos;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.ServiceReplacements;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.DeploymentFiles;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** What blue-green-deploy does, in a process of its own that can be killed, or in this one. */
final class DeployingProcess {
  static final Duration MINUTE = Duration.ofMillis(100);

  private DeployingProcess() {}

  /** Takes an image, a folder for the record and whether green is to be seen out. */
  public static void main(String[] arguments) {
    boolean well;
    try (var access = AwsAccess.byDefaultChain(Optional.empty())) {
      well =
          run(
              access,
              ImageReference.parse(arguments[0]),
              Path.of(arguments[1]),
              Until.valueOf(arguments[2]),
              System.out::println);
    }
    System.exit(well ? 0 : 1);
  }

  /** Deploys; whether it ended well. */
  static boolean run(
      AwsAccess access, ImageReference image, Path folder, Until until, Consumer<String> screen) {
    var environment = RehearsedAws.in(folder).environment();
    var clock = Clock.systemUTC();
    var console = new PlainReporter(screen, screen, clock, ZoneOffset.UTC);
    try (var files = new DeploymentFiles(folder, clock, ZoneOffset.UTC, screen);
        var session = access.enter(environment, "killed", console)) {
      var ports = ports(session, environment, Reporters.all(console, files));
      var outcome =
          new BlueGreenDeploy(new PushedImage(image), ports).run(request(environment, until));
      screen.accept("verdict " + outcome.verdict().name());
      return true;
    } catch (XacctException e) {
      screen.accept(e.getMessage());
      return false;
    }
  }

  private static Ports ports(AwsSession session, Environment environment, Reporter reporter) {
    return new Ports(
        new EcsTaskDefinitions(session),
        new EngineOfService(session, environment, Optional.of(MINUTE), unseen -> {}),
        new EcsTaskObserver(
            session,
            environment,
            ImagePlatforms.unknown(),
            new ServiceReplacements(session, environment)),
        Scaling.untouched(),
        reporter,
        Clock.systemUTC(),
        Sleeper.real());
  }

  private static BlueGreenDeploy.DeployRequest request(Environment environment, Until until) {
    var definition = GeneratedTaskDefinition.of(environment);
    return new BlueGreenDeploy.DeployRequest(
        i -> definition.withImage(i).text(),
        definition.family(),
        AppSpec.of(AppSpecSettings.none(), definition),
        definition.containerName(),
        Optional.empty(),
        new DeploymentLabel("demo 1", Optional.empty(), Optional.empty(), "build 7"),
        until,
        OnActive.FAIL,
        new CircuitBreaker.Threshold(3, Duration.ofSeconds(60)),
        state -> ReadyGate.none(),
        false);
  }
}
