package io.github.xacct.goal;

import io.github.xacct.aws.CallerIdentity;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppContainer;
import io.github.xacct.revision.RegisteredImage;
import io.github.xacct.revision.TaskDefinitionDiff;
import io.github.xacct.revision.TaskDefinitionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes the files with which a project deploys to an existing service.
 *
 * @param taskDefinition path of the template of the task definition
 * @param pom path of the plugin's block
 * @param overwrite whether existing files may be replaced
 */
record InitWork(Path taskDefinition, Path pom, boolean overwrite) {

  /**
   * Returns the path of the template. It contains values of this service only, so that it is not
   * shared with other environments of the POM.
   *
   * @param folder {@code src/main/ecs}
   * @param environments names of all environments in the POM
   */
  static Path file(Path folder, String environment, Collection<String> environments) {
    boolean others = environments.stream().anyMatch(name -> !name.equals(environment));
    return folder.resolve(others ? "taskdef-" + environment + ".json" : "taskdef.json");
  }

  /** Fails if files exist that would be overwritten, before anything is read from AWS. */
  void refuseToOverwrite(Path ofThisEnvironment) {
    var there = new ArrayList<Path>();
    for (Path file : List.of(taskDefinition, pom)) {
      if (Files.exists(file) && !overwrite) {
        there.add(file);
      }
    }
    if (Files.exists(ofThisEnvironment) && !ofThisEnvironment.equals(taskDefinition)) {
      throw XacctException.yours(
              ofThisEnvironment
                  + " exists, and would be read instead of the file that this goal writes.")
          .suggestion("delete it or rename it.");
    }
    if (!there.isEmpty()) {
      var problem = XacctException.yours("init does not overwrite existing files.");
      for (Path file : there) {
        problem = problem.evidence(file + " already exists.");
      }
      throw problem.suggestion("-Dxacct.overwrite replaces it; or rename it first.");
    }
  }

  /** The content of the two files. */
  record Written(TaskDefinitionFile taskDefinition, String pom) {}

  /** Writes both files, and warns of what to correct before a deployment. */
  Written write(
      ExistingService existing,
      PomBlock.Registry registry,
      String version,
      Stage stage,
      Reporter reporter) {
    var app =
        new AppContainer(existing.standing().containerName(), existing.standing().containerPort());
    String registered = existing.running().json();
    var file = TaskDefinitionFile.of(registered, app.name().orElse(""), app.port().orElse(0));
    warnOf(file, app, registered, reporter);
    var minute = stage.rehearsedMinute().orElse(java.time.Duration.ofMinutes(1));
    String block = PomBlock.of(version, registry, existing, file.definition(), minute);
    RevisionFiles.write(taskDefinition, file.text(), reporter);
    RevisionFiles.write(pom, block, reporter);
    return new Written(file, block);
  }

  private static void warnOf(
      TaskDefinitionFile file, AppContainer app, String registered, Reporter reporter) {
    for (String name : file.withheld().keySet()) {
      reporter.report(
          new Event.Warning(
              """
              The value of %s looks like a secret and was not written. Use a secret instead \
              (secrets in taskdef.json), or pass the value to each build: -D%s=..."""
                  .formatted(name, name)));
    }
    try {
      var read = file.read(app);
      TaskDefinitionDiff.between(registered, read.withImageOf(registered).text())
          .lines()
          .forEach(line -> reporter.report(new Event.Warning("The file differs: " + line)));
    } catch (XacctException e) {
      // Such as a public image without an execution role, which an image in ECR needs.
      reporter.report(
          new Event.Warning("Before a deployment can use it, correct " + e.getMessage()));
    }
  }

  /** Finds the registry: that of the pom, else the one that the service's image is in. */
  static PomBlock.Registry registry(
      ExistingService existing, InitSettings wanted, Settings settings, Stage stage) {
    String image =
        RegisteredImage.name(
                existing.running().json(), existing.standing().containerName().orElse(""))
            .orElse("");
    var tools = settings.registry();
    try (var builder =
        stage.access().builder(tools.region(), "for the registry of account " + tools.account())) {
      return wanted.namesTheRegistry()
          ? PomBlock.Registry.of(tools)
          : PomBlock.Registry.of(image, CallerIdentity.account(builder), tools);
    }
  }
}
