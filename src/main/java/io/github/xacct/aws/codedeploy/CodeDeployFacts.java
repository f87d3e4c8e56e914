package io.github.xacct.aws.codedeploy;

import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Reported;
import io.github.xacct.preflight.ListenerRules;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * What stands in the target account, as far as it could be read.
 *
 * @param service absent if there is none
 * @param group absent if there is none
 * @param production listener with its rules; absent if that could not be read
 * @param serviceRead whether an absent service means that there is none
 * @param groupRead whether an absent group means that there is none
 */
record CodeDeployFacts(
    Optional<Service> service,
    Optional<DeploymentGroupInfo> group,
    Optional<ListenerRules> production,
    boolean serviceRead,
    boolean groupRead) {

  /** Facts of which service and group could be read. */
  CodeDeployFacts(
      Optional<Service> service,
      Optional<DeploymentGroupInfo> group,
      Optional<ListenerRules> production) {
    this(service, group, production, true, true);
  }

  /** The task set that has the production traffic. */
  Optional<TaskSet> primary() {
    return service.stream()
        .flatMap(s -> s.taskSets().stream())
        .filter(t -> Reported.of(TaskSetStatus.class, t.status()).is(TaskSetStatus.PRIMARY))
        .findFirst();
  }

  /** Whether the deployment that made the primary task set has ended, and not well. */
  boolean lastDeploymentFailed() {
    return group
        .map(DeploymentGroupInfo::lastAttemptedDeployment)
        .filter(
            l -> l.status() == DeploymentStatus.FAILED || l.status() == DeploymentStatus.STOPPED)
        .map(LastDeploymentInfo::deploymentId)
        .filter(id -> primary().filter(set -> id.equals(set.externalId())).isPresent())
        .isPresent();
  }

  /** The revision that has the production traffic. */
  Optional<String> runningTaskDefinition() {
    return primary()
        .map(TaskSet::taskDefinition)
        .or(() -> service.map(Service::taskDefinition))
        .filter(arn -> !arn.isEmpty());
  }
}
