package io.github.xacct.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the AppSpec besides the task definition. Source: CodeDeploy user guide, "AppSpec
 * resources section for Amazon ECS deployments".
 *
 * @param hooks Lambda function name or ARN by lifecycle event
 * @param platformVersion Fargate platform version; absent means LATEST
 * @param network replaces the service's network configuration; absent keeps it
 * @param capacityProviders replaces the service's strategy; empty keeps it
 */
public record AppSpecSettings(
    Map<LifecycleHook, String> hooks,
    Optional<String> platformVersion,
    Optional<Network> network,
    List<CapacityProvider> capacityProviders) {

  /** Settings without hooks and overrides. */
  public static AppSpecSettings none() {
    return new AppSpecSettings(Map.of(), Optional.empty(), Optional.empty(), List.of());
  }

  /** A network configuration; the AppSpec reference requires all three components. */
  public record Network(List<String> subnets, List<String> securityGroups, boolean assignPublicIp) {
    public Network {
      if (subnets.isEmpty() || securityGroups.isEmpty()) {
        throw new IllegalArgumentException(
            "a network override names subnets, security groups and whether to assign a public IP,"
                + " all three");
      }
    }
  }

  /** One item of a capacity provider strategy. */
  public record CapacityProvider(String name, int base, int weight) {
    public CapacityProvider {
      if (base < 0 || base > 100_000) {
        throw new IllegalArgumentException(
            "base " + base + " is out of range: write a number from 0 to 100000");
      }
      if (weight < 0 || weight > 1000) {
        throw new IllegalArgumentException(
            "weight " + weight + " is out of range: write a number from 0 to 1000");
      }
    }
  }
}
