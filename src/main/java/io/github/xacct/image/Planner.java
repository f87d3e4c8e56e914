package io.github.xacct.image;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.util.Optional;
import java.util.function.Consumer;

/** What the image will be made of: finds the base, the files and how the app starts. */
final class Planner {
  private final Caches caches;
  private final BaseImages bases;
  private final Reporter reporter;
  private final Consumer<String> debug;

  Planner(Caches caches, BaseImages bases, Reporter reporter, Consumer<String> debug) {
    this.caches = caches;
    this.bases = bases;
    this.reporter = reporter;
    this.debug = debug;
  }

  /** The plan; nothing is asked of a registry before the app is known to be complete. */
  ImagePlan plan(ImageSettings settings, AppFiles app, Optional<RegistryAccess> access) {
    AppLayers layers = layers(settings, app);
    return ImagePlan.of(bases.resolve(settings, access), layers, settings);
  }

  /** The plan and its tag; the files are hashed while the registry is asked for the base image. */
  Hashed hashed(ImageSettings settings, AppFiles app, RegistryAccess access) {
    AppLayers layers = layers(settings, app);
    try (var side = new SideBySide()) {
      var base = side.start(() -> bases.resolve(settings, Optional.of(access)));
      String contents = InputHash.contents(layers.layers());
      ImagePlan plan = ImagePlan.of(base.get(), layers, settings);
      return new Hashed(plan, InputHash.tag(plan, contents));
    }
  }

  private AppLayers layers(ImageSettings settings, AppFiles app) {
    AppLayers layers = AppLayers.of(app, settings, caches.made(), debug);
    layers.notes().forEach(note -> reporter.tell(new Event.Note(note)));
    layers.warnings().forEach(warning -> reporter.tell(new Event.Warning(warning)));
    return layers;
  }

  /** A plan and the tag of its inputs. */
  record Hashed(ImagePlan plan, String tag) {}
}
