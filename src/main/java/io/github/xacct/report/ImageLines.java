package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.model.ImageReference;
import java.util.List;

/** Words the events of an image: what was built, and what is in the registry under which tags. */
final class ImageLines {
  private ImageLines() {}

  static String built(Event.ImageBuilt built) {
    var image = built.image();
    long bytes = image.layers().stream().mapToLong(layer -> layer.size()).sum();
    return "Built %s (%d layers, %s) in %s%s"
        .formatted(
            image.digest().brief(),
            image.layers().size(),
            Format.bytes(bytes),
            Format.took(built.took()),
            built.tarball().map(file -> ": " + Format.fromHere(file)).orElse(""));
  }

  static String named(ImageReference image, List<String> tags) {
    return image + (tags.isEmpty() ? "" : " (" + String.join(", ", tags) + ")");
  }
}
