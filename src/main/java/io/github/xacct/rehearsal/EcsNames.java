package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;

/** Which cluster or service a call names; only those of the caller's own place. */
final class EcsNames {
  private final List<RunningService> services;

  EcsNames(List<RunningService> services) {
    this.services = services;
  }

  List<RunningService> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).toList();
  }

  List<RunningService> inCluster(Call call) {
    String cluster = cluster(call);
    List<RunningService> found =
        visible(call).stream().filter(s -> s.plan.cluster().equals(cluster)).toList();
    if (found.isEmpty()) {
      throw AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
    }
    return found;
  }

  static String cluster(Call call) {
    String cluster = Place.nameIn(call.text("cluster"));
    return cluster.isEmpty() ? "default" : cluster;
  }

  static Optional<RunningService> service(List<RunningService> services, String nameOrArn) {
    return services.stream()
        .filter(
            s ->
                nameOrArn.startsWith("arn:")
                    ? s.arn().equals(nameOrArn)
                    : s.plan.service().equals(nameOrArn))
        .findFirst();
  }

  RunningService service(Call call) {
    return service(inCluster(call), call.text("service")).orElseThrow(EcsNames::noService);
  }

  static void missing(ArrayNode failures, Call call, String resource) {
    failures.addObject().put("arn", Place.of(call).arn("ecs", resource)).put("reason", "MISSING");
  }

  static AwsError noService() {
    return AwsError.badRequest("ServiceNotFoundException", "Service not found.");
  }
}
