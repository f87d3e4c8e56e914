package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Call;

/** The parts of the ECS API for deployments by the ECS deployment controller. */
public interface ServiceDeploymentOperations {
  /** Answers an operation on service deployments. */
  ObjectNode answer(Call call);

  /** Creates a service with the ECS deployment controller. */
  RunningService create(Call call);

  /** Updates a service with the ECS deployment controller. */
  void update(RunningService service, Call call);

  /** Completes a service in a response. The caller holds the service's monitor. */
  void show(RunningService service, ObjectNode answer);
}
