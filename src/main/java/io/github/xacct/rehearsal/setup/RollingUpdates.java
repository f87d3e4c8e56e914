package io.github.xacct.rehearsal.setup;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;

/** Changes services from CodeDeploy to rolling updates by ECS. */
public final class RollingUpdates {
  private RollingUpdates() {}

  /** Removes a service's deployment group and sets the ECS deployment controller. */
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
