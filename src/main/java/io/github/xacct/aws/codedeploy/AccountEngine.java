package io.github.xacct.aws.codedeploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.model.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/**
 * What is the same for every engine in an account, real or rehearsed: how long it is waited for,
 * where its pages are, what a person types.
 */
public abstract class AccountEngine implements DeploymentEngine {
  private final Environment environment;
  private final Optional<Duration> rehearsedMinute;

  /**
   * An engine for one environment.
   *
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   */
  protected AccountEngine(Environment environment, Optional<Duration> rehearsedMinute) {
    this.environment = environment;
    this.rehearsedMinute = rehearsedMinute;
  }

  /** The client whose endpoint says whether it is AWS that deploys. */
  protected abstract SdkClient client();

  /** The page of a deployment in AWS's console; empty if calls go elsewhere. */
  protected abstract Optional<String> page(String deploymentId, Optional<URI> endpoint);

  /** The state with times as the rehearsal plays them. */
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
