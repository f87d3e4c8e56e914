package io.github.xacct.rehearsal.plan;

import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.util.Optional;

/** Which ECS service: one name in one cluster of one place. */
public record ServiceKey(AccountRegion place, String cluster, String name) {

  public static ServiceKey of(RehearsedService planned) {
    return new ServiceKey(AccountRegion.of(planned), planned.cluster(), planned.service());
  }

  /** The service of an environment of the plan, if it has one of this name. */
  public static Optional<ServiceKey> of(RehearsalPlan plan, String environment) {
    return plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .map(ServiceKey::of)
        .findFirst();
  }

  /** By its id in the estate, {@code cluster/service}. */
  public static ServiceKey of(AccountRegion place, String id) {
    return new ServiceKey(place, id.substring(0, id.indexOf('/')), AccountRegion.nameIn(id));
  }

  /** The environment of the plan whose service this is, else the service's name. */
  public String environmentIn(RehearsalPlan plan) {
    return plan.services().stream()
        .filter(service -> equals(of(service)))
        .map(RehearsedService::environment)
        .findFirst()
        .orElse(name);
  }

  /** The cluster that a name or an ARN means; the default one if there is none. */
  public static String cluster(String nameOrArn) {
    String cluster = AccountRegion.nameIn(nameOrArn);
    return cluster.isEmpty() ? "default" : cluster;
  }

  /** Key of the service in the resource store. */
  public String id() {
    return cluster + "/" + name;
  }

  public String arn() {
    return place.arn("ecs", "service/" + id());
  }

  public String clusterArn() {
    return place.arn("ecs", "cluster/" + cluster);
  }
}
