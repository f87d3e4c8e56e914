package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Call;

/** What the deployments that ECS makes itself add to its API. */
public interface OwnDeployments {
  /** Responds to an operation on service deployments. */
  ObjectNode answer(Call call);

  /** Creates a service that ECS deploys. */
  RunningService create(Call call);

  /** UpdateService of a service that CodeDeploy does not deploy. */
  void update(RunningService service, Call call);

  /** Completes a service in an answer. The caller holds the service's monitor. */
  void show(RunningService service, ObjectNode answer);
}
