package io.github.xacct.rehearsal;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.util.Optional;

/** Services as most tests plan them: all has one name, one task runs, nothing waits long. */
public final class PlannedServices {
  private PlannedServices() {}

  /** Whose roles these are, each absent if it is not planned. */
  public record Roles(
      Optional<RoleArn> deploy,
      Optional<String> externalId,
      Optional<RoleArn> execution,
      Optional<RoleArn> task) {
    static final Roles NONE =
        new Roles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static RehearsedService service(
      String environment,
      AccountId account,
      String name,
      Roles roles,
      String containerName,
      String healthCheckPath) {
    return new RehearsedService(
        environment,
        account,
        new Region("eu-central-1"),
        roles.deploy(),
        roles.externalId(),
        roles.execution(),
        roles.task(),
        name,
        name,
        name,
        name,
        "CodeDeployDefault.ECSAllAtOnce",
        Optional.empty(),
        5,
        true,
        containerName,
        8080,
        healthCheckPath,
        1,
        false,
        name,
        "/ecs/" + name,
        Needs.NOTHING);
  }
}
