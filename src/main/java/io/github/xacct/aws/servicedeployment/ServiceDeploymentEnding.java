package io.github.xacct.aws.servicedeployment;

import io.github.xacct.advice.Advice;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Explains why a service deployment failed and what helps: from its state, from AWS's events and
 * logs, and from whether a later deployment has replaced it. What cannot be read is left out.
 */
final class ServiceDeploymentEnding {
  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final ServiceDeploymentSearch search;

  ServiceDeploymentEnding(
      AwsSession session,
      Environment environment,
      ServiceDeploymentReader reader,
      ServiceDeploymentSearch search) {
    this.session = session;
    this.environment = environment;
    this.reader = reader;
    this.search = search;
  }

  /**
   * Returns lines of advice, the first of which names the deployment that replaced it, if one did.
   *
   * @param followCommand the command that watches that deployment
   */
  List<String> advice(DeploymentState ended, String followCommand) {
    String error = ended.error().orElse("");
    var lines =
        Advice.on(
            Set.of(Advice.Place.DEPLOYMENT),
            error,
            Map.of(
                "function", ServiceDeploymentReasons.function(error).orElse("FUNCTION"),
                "environment", environment.name(),
                "region", environment.region().toString()));
    return Stream.concat(replacement(ended, followCommand).stream(), lines.stream()).toList();
  }

  /** Returns the lines of evidence from AWS's events and logs. */
  List<String> evidence(DeploymentState ended) {
    try {
      return new ServiceDeploymentReasons(session, environment)
          .of(reader.known(ended.id()), reader.service());
    } catch (SdkException | TransientFailure e) {
      return List.of();
    }
  }

  private Optional<String> replacement(DeploymentState ended, String followCommand) {
    try {
      return search
          .replacing(reader.known(ended.id()))
          .map(
              next ->
                  """
                  service deployment %s of the same service was started after it at %s: ECS \
                  replaces a deployment by a later one; follow that: %s"""
                      .formatted(
                          ServiceDeploymentId.of(next.serviceDeploymentArn()),
                          next.createdAt(),
                          followCommand));
    } catch (SdkException | TransientFailure e) {
      return Optional.empty();
    }
  }
}
