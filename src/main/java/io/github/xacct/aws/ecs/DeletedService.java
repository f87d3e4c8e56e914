package io.github.xacct.aws.ecs;

import io.github.xacct.model.Environment;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;

/** Checks whether an ECS service was deleted during its deployment. */
public final class DeletedService {
  private DeletedService() {}

  /** Returns a sentence for messages; empty if the service exists or cannot be read. */
  public static Optional<String> sentence(EcsClient ecs, Environment environment) {
    String service = "Service " + environment.service() + " of cluster " + environment.cluster();
    try {
      var found =
          Services.one(
              ecs.describeServices(
                  r -> r.cluster(environment.cluster()).services(environment.service())));
      return found.isEmpty()
          ? Optional.of(service + " does not exist any more.")
          : found
              .filter(s -> "INACTIVE".equals(s.status()) || "DRAINING".equals(s.status()))
              .map(s -> service + " is " + s.status() + ": it was deleted.");
    } catch (ClusterNotFoundException e) {
      return Optional.of("Cluster " + environment.cluster() + " does not exist any more.");
    } catch (SdkException e) {
      return Optional.empty();
    }
  }
}
