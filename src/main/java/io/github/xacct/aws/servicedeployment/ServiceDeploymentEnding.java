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
 * Why a service deployment ended badly and what helps: from its state, from what AWS has kept of
 * it, and from whether a later deployment has replaced it. What cannot be read is left out.
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
   * What helps, and which deployment of others came after it, if one did.
   *
   * @param followCommand by which that one is followed
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

  /** What AWS has kept of it. */
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
