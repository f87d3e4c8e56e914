package io.github.xacct.rehearsal.plan;

import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.util.Optional;

/** Identifies an ECS service: account and region, cluster, name. */
public record ServiceKey(AccountRegion place, String cluster, String name) {

  public static ServiceKey of(RehearsedService planned) {
    return new ServiceKey(AccountRegion.of(planned), planned.cluster(), planned.service());
  }

  /** Returns the service of an environment of the plan; empty if there is no such environment. */
  public static Optional<ServiceKey> of(RehearsalPlan plan, String environment) {
    return plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .map(ServiceKey::of)
        .findFirst();
  }

  /** Returns the key for an ID in the resource store, {@code cluster/service}. */
  public static ServiceKey of(AccountRegion place, String id) {
    return new ServiceKey(place, id.substring(0, id.indexOf('/')), AccountRegion.nameIn(id));
  }

  /** Returns the environment of this service in the plan; the service's name if there is none. */
  public String environmentIn(RehearsalPlan plan) {
    return plan.services().stream()
        .filter(service -> equals(of(service)))
        .map(RehearsedService::environment)
        .findFirst()
        .orElse(name);
  }

  /** Returns the cluster's name of a name or an ARN; {@code default} if empty. */
  public static String cluster(String nameOrArn) {
    String cluster = AccountRegion.nameIn(nameOrArn);
    return cluster.isEmpty() ? "default" : cluster;
  }

  /** Returns the service's ID in the resource store, {@code cluster/service}. */
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
