package io.github.xacct.goal;

import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.BuiltApp;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.project.AppBuildReader;
import io.github.xacct.goal.project.AppFilesReader;
import io.github.xacct.goal.project.MavenBuild;
import io.github.xacct.goal.project.MavenServers;
import io.github.xacct.goal.project.RuntimeDependencies;
import io.github.xacct.goal.rehearsed.ProjectCode;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.XacctException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.logging.Log;

/**
 * The image of the project's app: its input files and settings, and the services that build or copy
 * it.
 *
 * @param offline whether nothing may be downloaded
 * @param folder {@code target/xacct}
 */
record AppImage(MavenBuild build, ProjectFacts facts, boolean offline, Path folder, Log log) {

  /**
   * Checks the files from which the image would be built.
   *
   * @param builds whether this run builds the image, so that problems are errors
   * @param warn receives the problems if this run does not build the image
   */
  void check(Configuration configuration, boolean builds, Consumer<String> warn) {
    var problems = builds ? configuration.problems() : new ConfigurationProblems();
    new BuiltApp(facts.packaging(), facts, this::dependencies)
        .check(configuration.image().orElseGet(ImageXml::new), Element.root(problems));
    if (!builds) {
      problems.all().forEach(problem -> warn.accept(problem.line()));
    }
  }

  private Optional<List<Path>> dependencies() {
    try {
      return Optional.of(
          libraries().stream()
              .map(Artifact::getFile)
              .filter(Objects::nonNull)
              .map(File::toPath)
              .toList());
    } catch (XacctException e) {
      log.debug(e); // reported when the dependencies are required
      return Optional.empty();
    }
  }

  private Set<Artifact> libraries() {
    Path remembered = folder.resolve("jib-cache").resolve("libraries");
    return RuntimeDependencies.of(build.project(), build.session(), build.resolver(), remembered);
  }

  /** Returns folder and class path for functions of hooks in a rehearsal. */
  ProjectCode code() {
    return new ProjectCode(
        facts.basedir(),
        () ->
            Stream.concat(
                    Stream.of(facts.outputDirectory()),
                    libraries().stream().map(artifact -> artifact.getFile().toPath()))
                .toList());
  }

  /**
   * Returns the work that builds and pushes the image of the project's classes and dependencies.
   *
   * @param settings with the settings of the image
   */
  ImageWork work(Settings settings, Reporter reporter) {
    return work(
        settings,
        () ->
            AppFilesReader.of(
                build.project(),
                build.session(),
                libraries(),
                AppBuildReader.of(build.project(), facts.javaRelease())),
        reporter);
  }

  /** Returns the work that copies another builder's image, which uses no file of the project. */
  ImageWork copy(Settings settings, Reporter reporter) {
    var none = new AppFiles(facts.outputDirectory(), List.of());
    return work(settings, () -> none, reporter);
  }

  private ImageWork work(Settings settings, Supplier<AppFiles> app, Reporter reporter) {
    var maven = build.settings();
    return new ImageWork(
        new Images(
            Caches.ofUser(folder.resolve("jib-cache")),
            offline,
            new MavenServers(maven.servers(), maven.mirrors(), log::debug),
            reporter,
            log::debug),
        settings.image(),
        app,
        settings.registry(),
        settings.foreignPullers(),
        folder,
        reporter);
  }
}
