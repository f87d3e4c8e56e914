package io.github.xacct.revision;

import java.util.Optional;

/**
 * Which container of a task definition is the app's, as far as somebody said so.
 *
 * @param name absent means the only container
 * @param port absent means the container's only port
 * @param usual the port to take of a container with several, if it has this one
 * @param mayHaveNone whether an AppSpec file names the load balancer's container and port, which
 *     may be another one, such as nginx in front
 */
public record AppContainer(
    Optional<String> name, Optional<Integer> port, Optional<Integer> usual, boolean mayHaveNone) {

  public AppContainer(Optional<String> name, Optional<Integer> port) {
    this(name, port, Optional.empty(), false);
  }

  /** The same where an AppSpec file says what the load balancer talks to. */
  public AppContainer behindAnother() {
    return new AppContainer(name, port, usual, true);
  }

  /** The only container with its only port. */
  public static AppContainer theOnlyOne() {
    return new AppContainer(Optional.empty(), Optional.empty());
  }
}
