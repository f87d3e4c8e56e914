package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.codedeploy.Deployment;
import io.github.xacct.rehearsal.codedeploy.SubmittedAppSpec;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import java.util.Optional;

/**
 * The versions restored from the last rehearsal: the running one, and the one a rollback would
 * return to.
 */
public final class RestoredVersions {
  private final ComputeState state;
  private final TaskDefinitions taskDefinitions;

  public RestoredVersions(ComputeState state, TaskDefinitions taskDefinitions) {
    this.state = state;
    this.taskDefinitions = taskDefinitions;
  }

  Optional<TaskDefinitionRevision> running(ServiceKey service) {
    return state
        .primary(service)
        .flatMap(p -> taskDefinitions.find(service.place(), p.taskDefinitionArn()));
  }

  Optional<TaskDefinitionRevision> of(ServiceKey service) {
    String running = running(service).map(TaskDefinitionRevision::arn).orElse("");
    for (JsonNode deployment : state.deployments(service)) {
      String arn = SubmittedAppSpec.read(deployment.path("appSpec").asText()).taskDefinition();
      boolean succeeded =
          deployment.path("status").asText().equals(Deployment.Status.SUCCEEDED.wire);
      if (succeeded && !arn.equals(running)) {
        return taskDefinitions.find(service.place(), arn);
      }
    }
    return Optional.empty();
  }

  /** Treats a task definition as deregistered until the rehearsal ends. */
  void retire(TaskDefinitionRevision definition) {
    taskDefinitions.deregisterForRehearsal(definition);
  }
}
