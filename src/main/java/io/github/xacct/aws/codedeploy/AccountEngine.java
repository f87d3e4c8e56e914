package io.github.xacct.aws.codedeploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.model.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/**
 * The common part of all engines, on AWS or in a rehearsal: how long they retry, their console
 * pages, and the commands that messages print.
 */
public abstract class AccountEngine implements DeploymentEngine {
  private final Environment environment;
  private final Optional<Duration> rehearsedMinute;

  /**
   * Creates the engine of one environment.
   *
   * @param rehearsedMinute in a rehearsal, the length of its minute; there is no console then
   */
  protected AccountEngine(Environment environment, Optional<Duration> rehearsedMinute) {
    this.environment = environment;
    this.rehearsedMinute = rehearsedMinute;
  }

  /** The client by whose endpoint it is determined whether AWS itself deploys. */
  protected abstract SdkClient client();

  /** Returns the URL of a deployment in the AWS console; empty if the endpoint is not AWS's. */
  protected abstract Optional<String> page(String deploymentId, Optional<URI> endpoint);

  /** Returns the state with its times scaled to the rehearsal's minute. */
  protected final TargetAccountState timed(TargetAccountState state) {
    return rehearsedMinute
        .map(minute -> state.withTiming(state.timing().compressed(minute)))
        .orElse(state);
  }

  @Override
  public final Duration patience() {
    return rehearsedMinute.isPresent() ? Duration.ofSeconds(8) : DeploymentEngine.super.patience();
  }

  @Override
  public final Optional<String> consoleUrl(String deploymentId) {
    return rehearsedMinute.isPresent() ? Optional.empty() : page(deploymentId, endpoint());
  }

  @Override
  public final Optional<String> foreignEndpoint() {
    return rehearsedMinute.isPresent()
        ? Optional.empty()
        : ConsolePages.foreign(endpoint()).map(URI::toString);
  }

  private Optional<URI> endpoint() {
    return ConsolePages.endpoint(client());
  }

  @Override
  public final String statusCommand() {
    return goalCommand("status");
  }

  @Override
  public final String followCommand() {
    return goalCommand("wait");
  }

  @Override
  public final String goalCommand(String goal) {
    return "mvn xacct:" + goal + " -Denv=" + environment.name();
  }
}
