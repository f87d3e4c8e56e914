package io.github.xacct.image;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.ImageSettings;
import java.util.Optional;
import java.util.function.Consumer;

/** What the image will be made of: finds the base, the files and the main class. */
final class Planner {
  private final BaseImages bases;
  private final Consumer<String> debug;

  Planner(BaseImages bases, Consumer<String> debug) {
    this.bases = bases;
    this.debug = debug;
  }

  /** The plan; nothing is asked of a registry before the app is known to be complete. */
  ImagePlan plan(ImageSettings settings, AppFiles app, Optional<RegistryAccess> access) {
    AppLayers layers = AppLayers.of(app, settings.extraDirectories());
    return plan(settings, layers, mainClass(settings, app), bases.resolve(settings, access));
  }

  /** The plan and its tag; the files are hashed while the registry is asked for the base image. */
  Hashed hashed(ImageSettings settings, AppFiles app, RegistryAccess access) {
    AppLayers layers = AppLayers.of(app, settings.extraDirectories());
    String mainClass = mainClass(settings, app);
    try (var side = new SideBySide()) {
      var base = side.start(() -> bases.resolve(settings, Optional.of(access)));
      String contents = InputHash.contents(layers.layers());
      ImagePlan plan = plan(settings, layers, mainClass, base.get());
      return new Hashed(plan, InputHash.tag(plan, contents));
    }
  }

  private static ImagePlan plan(
      ImageSettings settings, AppLayers layers, String mainClass, BaseImage base) {
    return ImagePlan.of(base, layers, mainClass, settings);
  }

  private String mainClass(ImageSettings settings, AppFiles app) {
    return settings.mainClass().orElseGet(() -> MainClass.find(app.classes(), debug));
  }

  /** A plan and the tag of its inputs. */
  record Hashed(ImagePlan plan, String tag) {}
}
