package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Fixtures for the tests of goals: stages as a goal creates them, and tiny images pushed there. */
public final class Rehearsed {
  private Rehearsed() {}

  public static Stage stage(
      Settings settings,
      List<Environment> environments,
      Path folder,
      Duration minute,
      Fault... faults) {
    return Stage.rehearsal(
        settings,
        environments,
        RehearsedTask::generated,
        new RehearsalOptions(minute, Set.of(faults)),
        folder,
        0,
        line -> {});
  }

  /** Returns the same ports with shorter waits, for a rehearsal's short minutes. */
  static Ports impatient(Ports ports) {
    return new Ports(
        ports.taskDefinitions(),
        ports.engine(),
        ports.observer(),
        ports.scaling(),
        ports.reporter(),
        ports.clock(),
        duration -> Thread.sleep(20));
  }

  /** An image that differs by its version. */
  public static ImageReference push(Stage stage, Settings settings, Path folder, String version)
      throws Exception {
    var app = RehearsedAws.tinyApp(folder);
    return new ImageWork(
            new Images(Caches.ofUser(folder.resolve("cache")), false, event -> {}, line -> {}),
            RehearsedAws.image(version),
            () -> app,
            settings.registry(),
            settings.foreignPullers(),
            folder,
            event -> {})
        .push(stage.access(), () -> {});
  }

  /** Pushes an image, deploys it to the environment that was chosen, and waits for the end. */
  public static DeploymentState deploy(
      Stage stage, TargetAccount target, Settings settings, Path folder) throws Exception {
    Environment environment = settings.environment().orElseThrow();
    stage.settle(environment);
    var definition = GeneratedTaskDefinition.of(environment);
    var ports = target.ports();
    String arn =
        ports
            .taskDefinitions()
            .register(definition.withImage(push(stage, settings, folder, "1")).text())
            .arn();
    var spec = AppSpec.of(environment.appSpec(), definition);
    assertThat(ports.look().problems()).isEmpty();
    String id = ports.engine().start(new Revision(arn, spec), "a test");
    long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    while (!ports.engine().state(id).status().ended() && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    return ports.engine().state(id);
  }
}
