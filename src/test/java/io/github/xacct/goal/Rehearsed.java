package io.github.xacct.goal;

import io.github.xacct.RehearsedAws;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the tests of goals rehearse: stages as a goal makes them, and tiny images pushed there. */
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

  /** An image that differs by its version. */
  public static ImageReference push(Stage stage, Settings settings, Path folder, String version)
      throws Exception {
    return new ImageWork(
            new Images(Caches.ofUser(folder.resolve("cache")), false, event -> {}, line -> {}),
            RehearsedAws.image(version),
            RehearsedAws.tinyApp(folder),
            settings.registry(),
            settings.foreignPullers(),
            folder,
            event -> {})
        .push(stage.access(), () -> {});
  }
}
