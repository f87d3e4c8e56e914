package io.github.xacct.deploy;

import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.model.ImageReference;
import io.github.xacct.revision.RegisteredImage;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which images have passed the smoke tests of an environment, whether or not it still runs them.
 */
public final class TestedImages {
  private static final int LOOK_BACK = 25;

  private final Ports ports;
  private final History history;
  private final String container;

  /**
   * Creates a lookup; ports and history are those of the environment whose tests count.
   *
   * @param container name of the app's container
   */
  public TestedImages(Ports ports, History history, String container) {
    this.ports = ports;
    this.history = history;
    this.container = container;
  }

  /**
   * Whether the last smoke tests of this digest, among the environment's last deployments, passed.
   */
  public boolean passed(ImageReference image) {
    var running = ports.look(Needed.SERVICE).runningTaskDefinition().stream();
    var before =
        history.last(LOOK_BACK).stream().flatMap(past -> history.taskDefinition(past).stream());
    return Stream.concat(running, before)
        .distinct()
        .flatMap(arn -> ports.taskDefinitions().describe(arn).stream())
        .filter(revision -> runs(revision, image))
        .map(SmokeTestTag::of)
        .flatMap(Optional::stream)
        .findFirst()
        .filter(SmokeTestTag.PASSED::equals)
        .isPresent();
  }

  /** Compares by digest, because the repository may have another name here. */
  private boolean runs(TaskDefinitions.Registered revision, ImageReference image) {
    return RegisteredImage.of(revision.json(), container)
        .filter(other -> other.digest().equals(image.digest()))
        .isPresent();
  }
}
