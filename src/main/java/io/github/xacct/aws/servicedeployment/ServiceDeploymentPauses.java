package io.github.xacct.aws.servicedeployment;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/**
 * Continues a deployment at its pauses, but only at those that have been shown: the pause before a
 * further step, which is not approved yet, may have begun since.
 */
final class ServiceDeploymentPauses {
  private final EcsClient ecs;

  /** IDs of the hooks that were waiting when a deployment was last shown, by its ARN. */
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();

  ServiceDeploymentPauses(EcsClient ecs) {
    this.ecs = ecs;
  }

  /** Records the pauses of a deployment and returns it. */
  ServiceDeployment show(ServiceDeployment deployment) {
    shown.put(
        deployment.serviceDeploymentArn(),
        ServiceDeploymentStates.awaiting(deployment)
            .map(DeploymentLifecycleHookDetail::hookId)
            .collect(Collectors.toSet()));
    return deployment;
  }

  /**
   * Continues at the pauses that have been shown, or at all if the deployment has not been shown.
   */
  void proceed(ServiceDeployment deployment) {
    String arn = deployment.serviceDeploymentArn();
    ServiceDeploymentStates.awaiting(deployment)
        .map(DeploymentLifecycleHookDetail::hookId)
        .filter(hook -> shown.getOrDefault(arn, Set.of(hook)).contains(hook))
        .forEach(hook -> proceed(arn, hook));
  }

  /** Continues a deployment at one pause; ignores a pause that has already ended. */
  void proceed(String arn, String hookId) {
    try {
      ecs.continueServiceDeployment(
          r ->
              r.serviceDeploymentArn(arn)
                  .hookId(hookId)
                  .action(DeploymentLifecycleHookAction.CONTINUE));
    } catch (InvalidParameterException | ClientException e) {
      if (!isOver(e)) {
        throw e;
      }
    }
  }

  /** Whether the pause has ended, perhaps by our own call whose response was lost. */
  private static boolean isOver(SdkException e) {
    String words = String.valueOf(e.getMessage());
    return Stream.of("either completed, unavailable", "in terminal states")
        .anyMatch(words::contains);
  }
}
