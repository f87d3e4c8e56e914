package io.github.xacct.image;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.base.BaseImage;
import io.github.xacct.image.base.BaseImages;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.RememberedHashes;
import io.github.xacct.image.layout.AppLayers;
import io.github.xacct.image.layout.Layouts;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.ImageSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Plans the image: resolves the base image and determines the app's files and how it starts. */
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

  /** Returns a plan for each platform. Accesses registries only after checking the app's files. */
  List<ImagePlan> plans(ImageSettings settings, AppFiles app, Optional<RegistryAccess> access) {
    AppLayers layers = layers(settings, app);
    return plans(bases.resolve(settings, access), layers, settings);
  }

  /** Returns the plans and their tags; hashes the files while the base image is resolved. */
  Hashed hashed(ImageSettings settings, AppFiles app, RegistryAccess access) {
    AppLayers layers = layers(settings, app);
    try (var side = new FanOut("the image")) {
      var base = side.start(() -> bases.resolve(settings, Optional.of(access)));
      var remembered = RememberedHashes.in(caches.application().resolve("hashes"));
      String contents = InputHash.contents(layers.layers(), remembered);
      remembered.keep();
      var parts =
          plans(base.get(), layers, settings).stream()
              .map(plan -> new Part(plan, InputHash.tag(plan, contents)))
              .toList();
      return new Hashed(parts, InputHash.tag(parts.stream().map(Part::tag).toList()));
    }
  }

  private static List<ImagePlan> plans(BaseImage base, AppLayers layers, ImageSettings settings) {
    return settings.architectures().stream()
        .map(one -> ImagePlan.of(base, layers, settings.withArchitecture(one)))
        .toList();
  }

  private AppLayers layers(ImageSettings settings, AppFiles app) {
    AppLayers layers = Layouts.of(app, settings, caches.made(), debug);
    layers.notes().forEach(note -> reporter.report(new Event.Note(note)));
    layers.warnings().forEach(warning -> reporter.report(new Event.Warning(warning)));
    return layers;
  }

  /** The image of one platform and the tag of its inputs. */
  record Part(ImagePlan plan, String tag) {}

  /**
   * The image to push.
   *
   * @param parts one for each platform
   * @param tag of the only part, or of the index
   */
  record Hashed(List<Part> parts, String tag) {
    /** The platforms, such as {@code linux/amd64,linux/arm64}. */
    String platform() {
      return parts.stream().map(part -> part.plan().platform()).collect(Collectors.joining(","));
    }

    List<ImagePlan> plans() {
      return parts.stream().map(Part::plan).toList();
    }
  }
}
