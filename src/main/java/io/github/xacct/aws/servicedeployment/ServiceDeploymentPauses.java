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
 * Which pauses are continued: those that were shown to whoever decides. The pause before the next
 * step may have begun meanwhile, and nobody has looked at what it waits for.
 */
final class ServiceDeploymentPauses {
  private final EcsClient ecs;

  /** IDs of the hooks that waited when a deployment was last shown, by its ARN. */
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();

  ServiceDeploymentPauses(EcsClient ecs) {
    this.ecs = ecs;
  }

  /** Takes note of the pauses of a deployment, and returns it. */
  ServiceDeployment show(ServiceDeployment deployment) {
    shown.put(
        deployment.serviceDeploymentArn(),
        ServiceDeploymentStates.awaiting(deployment)
            .map(DeploymentLifecycleHookDetail::hookId)
            .collect(Collectors.toSet()));
    return deployment;
  }

  /** Continues what has been shown, and everything that waits if nothing has been. */
  void proceed(ServiceDeployment deployment) {
    String arn = deployment.serviceDeploymentArn();
    ServiceDeploymentStates.awaiting(deployment)
        .map(DeploymentLifecycleHookDetail::hookId)
        .filter(hook -> shown.getOrDefault(arn, Set.of(hook)).contains(hook))
        .forEach(hook -> proceed(arn, hook));
  }

  /** Continues a deployment at one pause. */
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

  /** It waits no more, perhaps by a call of ours whose answer was lost. */
  private static boolean isOver(SdkException e) {
    String words = String.valueOf(e.getMessage());
    return Stream.of("either completed, unavailable", "in terminal states")
        .anyMatch(words::contains);
  }
}
