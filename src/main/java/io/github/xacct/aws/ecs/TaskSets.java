package io.github.xacct.aws.ecs;

import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Reported;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Identifies CodeDeploy's task sets by their external ID, which is the deployment's ID. */
public final class TaskSets implements Replacements {
  @Override
  public Optional<Replacement> of(Service service, String deploymentId) {
    return service.taskSets().stream()
        .filter(set -> deploymentId.equals(set.externalId()))
        .findFirst()
        .map(TaskSets::replacement);
  }

  @Override
  public Optional<Replacement> serving(Service service) {
    return service.taskSets().stream()
        .filter(set -> Reported.of(TaskSetStatus.class, set.status()).is(TaskSetStatus.PRIMARY))
        .findFirst()
        .map(TaskSets::replacement);
  }

  private static Replacement replacement(TaskSet set) {
    return new Replacement(
        set.id(),
        true,
        set.taskDefinition(),
        Optional.ofNullable(set.createdAt()),
        set.loadBalancers().stream().map(LoadBalancer::targetGroupArn).toList());
  }
}
