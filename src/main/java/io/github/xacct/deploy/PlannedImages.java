package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.PushedImages;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The running image and the one that would replace it, with details from history and registry. */
final class PlannedImages {
  private static final int LOOK_BACK = 25;

  private final History history;
  private final PushedImages pushed;
  private final String container;
  private final List<String> warnings = new ArrayList<>();
  private final Map<ImageReference, Optional<PushedImages.Pushed>> found = new HashMap<>();

  /**
   * The images of a plan.
   *
   * @param container name of the app's container
   */
  PlannedImages(History history, PushedImages pushed, String container) {
    this.history = history;
    this.pushed = pushed;
    this.container = container;
  }

  /** Warnings about details that could not be read from history or registry. */
  List<String> warnings() {
    return warnings;
  }

  /** The running image; empty if the task definition has no such container. */
  Optional<DeploymentPlan.Image> running(TaskDefinitions.Registered running) {
    var name = RegisteredImage.name(running.json(), container).map(Object::toString);
    var image = RegisteredImage.of(running.json(), container);
    var past =
        unlessUnreadable(() -> Optional.of(history.last(LOOK_BACK)))
            .orElse(List.<History.Past>of());
    var brought = unlessUnreadable(() -> DeployedBy.by(history, past, Optional.of(running.arn())));
    String words = origin(past, brought, image);
    var inRegistry = image.flatMap(this::find);
    return name.map(
        text ->
            new DeploymentPlan.Image(
                text,
                DeploymentLabel.commit(words),
                DeploymentLabel.committed(words),
                inRegistry.map(PushedImages.Pushed::at),
                brought.map(by -> by.completed().orElse(by.created())),
                inRegistry.map(PushedImages.Pushed::tags).orElse(List.of())));
  }

  /**
   * The description that names the image's commit: a rollback's names none, but that of an earlier
   * deployment of the same image does.
   */
  private static String origin(
      List<History.Past> newestFirst,
      Optional<History.Past> brought,
      Optional<ImageReference> image) {
    return Stream.concat(
            brought.stream().map(History.Past::description),
            newestFirst.stream()
                .map(History.Past::description)
                .filter(words -> image.filter(i -> DeploymentLabel.names(words, i)).isPresent()))
        .filter(words -> DeploymentLabel.commit(words).isPresent())
        .findFirst()
        .orElse("");
  }

  /**
   * The image that would be deployed.
   *
   * @param maker label of this build, if it creates the image
   */
  DeploymentPlan.Image wanted(ImageReference image, Optional<DeploymentLabel> maker) {
    var inRegistry = find(image);
    return new DeploymentPlan.Image(
        image.toString(),
        maker.flatMap(label -> label.commit()),
        maker.flatMap(label -> label.committed()),
        inRegistry.map(PushedImages.Pushed::at),
        Optional.empty(),
        inRegistry.map(PushedImages.Pushed::tags).orElse(List.of()));
  }

  private Optional<PushedImages.Pushed> find(ImageReference image) {
    return found.computeIfAbsent(image, i -> unlessUnreadable(() -> pushed.find(i)));
  }

  /** Reads an optional detail; a failure becomes a warning. */
  private <T> Optional<T> unlessUnreadable(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (XacctException e) {
      warnings.add(e.problem() + " " + String.join(" ", e.evidence()));
      return Optional.empty();
    }
  }
}
