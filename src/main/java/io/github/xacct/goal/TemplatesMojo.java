package io.github.xacct.goal;

import io.github.xacct.goal.ci.GitHead;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.pipeline.CiPlace;
import io.github.xacct.pipeline.CiTexts;
import io.github.xacct.pipeline.PipelineTexts;
import io.github.xacct.stack.TemplateExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes the stacks for an administrator who cannot run Maven in an account: a folder for each
 * account with templates, parameters, policies and a script of AWS CLI calls; and into the
 * repository the buildspecs of the pipeline, or the workflow of GitHub or GitLab. Works offline.
 */
@Mojo(name = "templates", threadSafe = true)
public class TemplatesMojo extends StacksMojo {

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().orTools();
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var stacks = stacks(goal, settings);
    Path folder = goal.outputFolder().resolve("templates");
    try {
      clear(folder);
      for (Map.Entry<String, String> file : TemplateExport.of(stacks.plan()).entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    goal.log().info("Wrote " + folder + "; its README.md describes how to deploy them.");
    settings
        .pipeline()
        .ifPresent(
            pipeline -> pipeline(pipeline, settings.registry(), stacks, goal.facts().basedir()));
  }

  private static void pipeline(
      PipelineSettings pipeline, RegistrySettings tools, StackContext stacks, Path basedir) {
    if (pipeline.source().issuer().isEmpty()) {
      var texts = new PipelineTexts(pipeline);
      texts.files().forEach((path, text) -> stacks.keep(basedir.resolve(path), text));
      return;
    }
    var texts = new CiTexts(pipeline);
    Path project = basedir.toAbsolutePath().normalize();
    Path repository = GitHead.root(project).orElse(project);
    String folder = repository.relativize(project).toString().replace('\\', '/');
    stacks.keep(
        repository.resolve(texts.path()),
        texts.workflow(
            new CiPlace(
                tools.account().value(),
                tools.region().partition(),
                tools.region().id(),
                folder,
                Files.exists(project.resolve("mvnw")))));
  }

  /** Deletes the files of an earlier run, except the outputs that deploy.sh stores there. */
  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean kept = folder.relativize(file).startsWith("outputs");
        boolean isFolder = Files.isDirectory(file);
        if (!kept && (!isFolder || isEmpty(file))) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
