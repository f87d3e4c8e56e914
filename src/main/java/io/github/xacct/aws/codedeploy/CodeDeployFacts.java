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
 * The service, deployment group and production listener of the target account, as far as read.
 *
 * @param service empty if there is none
 * @param group empty if there is none
 * @param production the production listener with its rules; empty if they could not be read
 * @param serviceRead whether the service could be read: if so, empty means that there is none
 * @param groupRead whether the group could be read: if so, empty means that there is none
 */
record CodeDeployFacts(
    Optional<Service> service,
    Optional<DeploymentGroupInfo> group,
    Optional<ListenerRules> production,
    boolean serviceRead,
    boolean groupRead) {

  /** Creates facts whose service and group could be read. */
  CodeDeployFacts(
      Optional<Service> service,
      Optional<DeploymentGroupInfo> group,
      Optional<ListenerRules> production) {
    this(service, group, production, true, true);
  }

  /** Returns the task set with status PRIMARY, which receives the production traffic. */
  Optional<TaskSet> primary() {
    return service.stream()
        .flatMap(s -> s.taskSets().stream())
        .filter(t -> Reported.of(TaskSetStatus.class, t.status()).is(TaskSetStatus.PRIMARY))
        .findFirst();
  }

  /** Whether the deployment that created the primary task set has failed or was stopped. */
  boolean lastDeploymentFailed() {
    return group
        .map(DeploymentGroupInfo::lastAttemptedDeployment)
        .filter(
            l -> l.status() == DeploymentStatus.FAILED || l.status() == DeploymentStatus.STOPPED)
        .map(LastDeploymentInfo::deploymentId)
        .filter(id -> primary().filter(set -> id.equals(set.externalId())).isPresent())
        .isPresent();
  }

  /** Returns the ARN of the task definition that receives the production traffic. */
  Optional<String> runningTaskDefinition() {
    return primary()
        .map(TaskSet::taskDefinition)
        .or(() -> service.map(Service::taskDefinition))
        .filter(arn -> !arn.isEmpty());
  }
}
