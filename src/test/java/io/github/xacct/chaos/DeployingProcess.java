package io.github.xacct.chaos;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Reporters;
import io.github.xacct.model.AppSpecSettings;
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

/** What blue-green-deploy does, in a process of its own that can be killed. */
final class DeployingProcess {
  private DeployingProcess() {}

  /** Takes an image, a folder for the record and whether green is to be seen out. */
  public static void main(String[] arguments) {
    var image = ImageReference.parse(arguments[0]);
    var environment = RehearsedAws.in(Path.of(arguments[1])).environment();
    var clock = Clock.systemUTC();
    var console =
        new PlainReporter(System.out::println, System.out::println, clock, ZoneOffset.UTC);
    int exit = 1;
    try (var files =
            new DeploymentFiles(Path.of(arguments[1]), clock, ZoneOffset.UTC, System.out::println);
        var access = AwsAccess.byDefaultChain(Optional.empty());
        var session = access.enter(environment, "killed", console)) {
      var definition = GeneratedTaskDefinition.of(environment);
      var appSpec = AppSpec.of(environment.appSpec(), definition);
      var ports =
          new Ports(
              new EcsTaskDefinitions(session),
              new CodeDeployEngine(session, environment, Optional.of(Duration.ofMillis(100))),
              new EcsTaskObserver(session, environment),
              Scaling.untouched(),
              Reporters.all(console, files),
              clock,
              Sleeper.real());
      var outcome =
          new BlueGreenDeploy(given(image), ports)
              .run(
                  new BlueGreenDeploy.DeployRequest(
                      i -> definition.withImage(i).text(),
                      definition.family(),
                      AppSpec.of(AppSpecSettings.none(), definition),
                      definition.containerName(),
                      Optional.empty(),
                      new DeploymentLabel("demo 1", Optional.empty(), Optional.empty(), "build 7"),
                      Until.valueOf(arguments[2]),
                      OnActive.FAIL,
                      new CircuitBreaker.Threshold(3, Duration.ofSeconds(60)),
                      state -> ReadyGate.none(),
                      false));
      System.out.println("verdict " + outcome.verdict().name());
      exit = 0;
    } catch (XacctException e) {
      System.out.println(e.getMessage());
    }
    System.exit(exit);
  }

  private static ImageSource given(ImageReference image) {
    return new ImageSource() {
      @Override
      public ImageReference foresee() {
        return image;
      }

      @Override
      public ImageReference provide(Runnable mayChange) {
        mayChange.run();
        return image;
      }
    };
  }
}
