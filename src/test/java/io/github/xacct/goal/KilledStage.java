package io.github.xacct.goal;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.ImageReference;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A JVM that rehearses a deployment as the goal does, for the test that kills it. */
final class KilledStage {
  private static final Reporter NOBODY = event -> {};

  private KilledStage() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    var settings = Written.xml(Written.LEAST).env("test").read();
    var environment = settings.environment().orElseThrow();
    var options = new RehearsalOptions(Duration.ofSeconds(1), Set.of());
    var stage =
        Stage.rehearsal(
            settings,
            List.of(environment),
            RehearsedTask::generated,
            options,
            folder,
            0,
            System.err::println);
    var rehearsal = stage.rehearsal().orElseThrow();
    say("port " + rehearsal.endpoint().getPort());
    say("port " + rehearsal.registryHost().replaceFirst(".*:", ""));
    say("port " + rehearsal.productionUrl("test").orElseThrow().getPort());

    ImageReference image = push(stage, settings, folder);
    var target = stage.access().enter(environment, "killed", NOBODY);
    var definition = GeneratedTaskDefinition.of(environment);
    var spec = AppSpec.of(environment.appSpec(), definition);
    var engine = new CodeDeployEngine(target, environment, stage.rehearsedMinute());
    String arn = new EcsTaskDefinitions(target).register(definition.withImage(image).text()).arn();
    String id = engine.start(new Revision(arn, spec), "to be killed");
    while (ProcessHandle.current().children().findAny().isEmpty()) {
      Thread.sleep(10);
    }
    say("installing");
    while (!engine.state(id).shifted()) {
      Thread.sleep(50);
    }
    say("shifted");
    Thread.sleep(600_000);
  }

  private static ImageReference push(Stage stage, Settings settings, Path folder)
      throws IOException {
    var app = RehearsedAws.tinyApp(folder);
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve("app-cache"));
    return new ImageWork(
            new Images(caches, false, NOBODY, line -> {}),
            RehearsedAws.image("1"),
            () -> app,
            settings.registry(),
            settings.foreignPullers(),
            folder,
            NOBODY)
        .push(stage.access(), () -> {});
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
