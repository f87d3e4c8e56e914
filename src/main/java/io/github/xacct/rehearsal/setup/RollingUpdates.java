package io.github.xacct.rehearsal.setup;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;

/** Services that ECS deploys by rolling updates, and CodeDeploy no more. */
public final class RollingUpdates {
  private RollingUpdates() {}

  /** Takes the deployment group from a service, which has ECS's own deployment controller then. */
  public static void of(RehearsedService service, ResourceStore store) {
    var place = AccountRegion.of(service);
    store.remove(
        place,
        ResourceTypeNames.DEPLOYMENT_GROUP,
        service.application() + "/" + service.deploymentGroup());
    store.edit(
        place,
        ResourceTypeNames.SERVICE,
        ServiceKey.of(service).id(),
        properties -> properties.putObject("DeploymentController").put("Type", "ECS"));
  }
}
