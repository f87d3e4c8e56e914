package io.github.xacct.image;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.base.BaseFactsSource;
import io.github.xacct.image.base.BaseImages;
import io.github.xacct.image.base.BaseLayers;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the app's image, as a tarball or in a registry. */
public final class Images {
  private final Caches caches;
  private final boolean offline;
  private final Consumer<String> debug;
  private final Reporter reporter;
  private final Planner planner;
  private final Build build;
  private final RegistryRetries retries;

  /**
   * Builds the images of one project.
   *
   * @param offline whether Maven was started offline
   * @param debug receives Jib's log, one line at a time, from several threads
   */
  public Images(Caches caches, boolean offline, Reporter reporter, Consumer<String> debug) {
    this(caches, offline, RegistryLogins.none(), reporter, debug);
  }

  /**
   * Builds the images of one project with logins to the registries of base images.
   *
   * @param logins take precedence over Docker's own
   */
  public Images(
      Caches caches,
      boolean offline,
      RegistryLogins logins,
      Reporter reporter,
      Consumer<String> debug) {
    this(caches, offline, logins, reporter, debug, RegistryRetries.real(debug));
  }

  Images(
      Caches caches,
      boolean offline,
      RegistryLogins logins,
      Reporter reporter,
      Consumer<String> debug,
      RegistryRetries retries) {
    this.retries = retries;
    this.caches = caches;
    this.offline = offline;
    this.debug = debug;
    this.reporter = reporter;
    var facts = new BaseFactsSource(caches, offline, debug, retries);
    this.planner =
        new Planner(
            caches,
            new BaseImages(caches, offline, logins, debug, retries, facts),
            reporter,
            debug);
    this.build =
        new Build(
            caches,
            new JibRun(caches, offline, debug, retries),
            facts,
            new BaseLayers(caches, offline, debug, retries),
            reporter);
  }

  /**
   * Builds the image as a file for {@code docker load} and {@code skopeo}; for several platforms an
   * OCI layout in a tarball, which {@code xacct:push-ecr} can copy too.
   *
   * @param repository the image's name in the tarball
   * @param baseAccess the target registry, if its password is available: it may contain the base
   *     image
   */
  public ImageDescription tarball(
      ImageSettings settings,
      AppFiles app,
      String repository,
      Path tarball,
      Optional<RegistryAccess> baseAccess) {
    long start = System.nanoTime();
    TagCheck.check(settings.tags());
    List<ImagePlan> plans = planner.plans(settings, app, baseAccess);
    ImagePlan plan = plans.get(0);
    reporter.report(new Event.ImageBuildStarted(plan.base().configured(), settings.platform()));
    Build.Built built = build.toTarball(plans, repository, tarball);
    var image =
        new ImageDescription(
            repository,
            settings.tags(),
            built.digest(),
            Manifest.layers(built.parts(), plan.layerNames()),
            plan.base().configured(),
            plan.base().digest(),
            settings.platform(),
            false);
    var took = Duration.ofNanos(System.nanoTime() - start);
    reporter.report(new Event.ImageBuilt(image, Optional.of(tarball), took));
    return image;
  }

  /**
   * Makes sure that the registry has the image under the configured tags, and sends only what it
   * lacks. An unchanged image takes one GET, and a HEAD for each tag.
   */
  public ImageDescription push(ImageSettings settings, AppFiles app, RegistryAccess target) {
    return push(settings, app, target, () -> {});
  }

  /**
   * Pushes the image, after a check before the first change.
   *
   * @param mayChange called before the first change to the registry; an exception ends the push
   */
  public ImageDescription push(
      ImageSettings settings, AppFiles app, RegistryAccess target, Runnable mayChange) {
    TagCheck.check(settings.tags());
    if (offline) {
      throw XacctException.yours("Maven is offline (-o), so nothing can be pushed.")
          .suggestion("run it without -o; mvn -o package xacct:image builds the image offline");
    }
    return new Push(planner, build, reporter, target, retries, debug, mayChange)
        .push(settings, app);
  }

  /**
   * Copies an image built by another tool, under the configured tags; its digest stays if it has
   * one.
   *
   * @param source a tarball, or a folder with an OCI layout
   */
  public ImageDescription copy(
      ImageSettings settings, Path source, RegistryAccess target, Runnable mayChange) {
    TagCheck.check(settings.tags());
    try (var image = BuiltImage.read(source, caches.made())) {
      settings.architectures().forEach(image::requireArchitecture);
      return new Push(planner, build, reporter, target, retries, debug, mayChange)
          .copy(settings, image, source.getFileName().toString());
    }
  }

  /** Returns the digest that {@link #push} would push, without changing the registry. */
  public Digest foresee(ImageSettings settings, AppFiles app, RegistryAccess target) {
    return new Push(planner, build, reporter, target, retries, debug, () -> {})
        .foresee(settings, app);
  }
}
