package io.github.xacct.revision;

import java.util.Optional;

/**
 * How the configuration identifies the app's container in a task definition.
 *
 * @param name of the container; empty for the only container
 * @param port of the app; empty for the container's only port
 * @param usual the port preferred in a container with several, if it is one of them
 * @param mayHaveNone whether the container may have no port because an AppSpec file names the load
 *     balancer's container and port, such as an nginx in front
 */
public record AppContainer(
    Optional<String> name, Optional<Integer> port, Optional<Integer> usual, boolean mayHaveNone) {

  public AppContainer(Optional<String> name, Optional<Integer> port) {
    this(name, port, Optional.empty(), false);
  }

  /** The same, with an AppSpec file that names the load balancer's container. */
  public AppContainer behindAnother() {
    return new AppContainer(name, port, usual, true);
  }

  /** The only container with its only port. */
  public static AppContainer theOnlyOne() {
    return new AppContainer(Optional.empty(), Optional.empty());
  }
}
