package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the cluster or service that a call names, in the caller's account and region. */
public final class EcsNames {
  private final ResourceStore store;
  private final RunningServices services;

  public EcsNames(ResourceStore store, RunningServices services) {
    this.store = store;
    this.services = services;
  }

  public boolean hasCluster(Call call, String cluster) {
    return store.has(call.place(), ResourceTypeNames.CLUSTER, cluster);
  }

  public List<RunningService> inCluster(Call call) {
    String cluster = cluster(call);
    if (!hasCluster(call, cluster)) {
      throw AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
    }
    return inCluster(call, cluster);
  }

  List<RunningService> inCluster(Call call, String cluster) {
    return services.in(call.place()).stream().filter(s -> s.key.cluster().equals(cluster)).toList();
  }

  /**
   * Returns everything with tasks in the call's cluster: its services, and the holder of tasks
   * without a service.
   */
  List<RunningService> holders(Call call) {
    List<RunningService> holders = new ArrayList<>(inCluster(call));
    holders.add(services.oneOff(call.place(), cluster(call)));
    return holders;
  }

  /** Returns all clusters of the call's account and region. */
  List<String> clusters(Call call) {
    return store.resources(call.place(), ResourceTypeNames.CLUSTER).stream()
        .map(ResourceStore.Resource::id)
        .toList();
  }

  public static String cluster(Call call) {
    return ServiceKey.cluster(call.text("cluster"));
  }

  static Optional<RunningService> service(List<RunningService> services, String nameOrArn) {
    return services.stream()
        .filter(
            s ->
                nameOrArn.startsWith("arn:")
                    ? s.arn().equals(nameOrArn)
                    : s.name().equals(nameOrArn))
        .findFirst();
  }

  public RunningService service(Call call) {
    return service(inCluster(call), call.text("service")).orElseThrow(EcsNames::noService);
  }

  public static void missing(ArrayNode failures, Call call, String resource) {
    failures.addObject().put("arn", call.place().arn("ecs", resource)).put("reason", "MISSING");
  }

  public static AwsError noService() {
    return AwsError.badRequest("ServiceNotFoundException", "Service not found.");
  }
}
