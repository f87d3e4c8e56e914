package io.github.xacct.aws.codedeploy;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Converts the service and its group to the snapshot that a plan is compared with. The primary task
 * set takes precedence over the service, because the last AppSpec created it.
 */
final class ServiceSnapshotReader {
  private final Service service;
  private final Optional<TaskSet> primary;

  private ServiceSnapshotReader(Service service, Optional<TaskSet> primary) {
    this.service = service;
    this.primary = primary;
  }

  /**
   * Returns the snapshot; empty if there is no service or no group.
   *
   * @param configuration the deployment configuration of the planned deployment
   * @param steps the traffic steps of that configuration
   */
  static Optional<ServiceSnapshot> of(
      CodeDeployFacts facts, String configuration, TrafficSteps steps) {
    return facts
        .service()
        .flatMap(
            service ->
                facts
                    .group()
                    .map(
                        group ->
                            new ServiceSnapshotReader(service, facts.primary())
                                .snapshot(group(group, configuration, steps))));
  }

  private ServiceSnapshot snapshot(ServiceSnapshot.Group group) {
    var balancer =
        primary.map(TaskSet::loadBalancers).orElse(service.loadBalancers()).stream().findFirst();
    boolean providers = primary.map(TaskSet::hasCapacityProviderStrategy).orElse(false);
    return new ServiceSnapshot(
        new AppSpecSettings(
            Map.of(),
            primary
                .map(TaskSet::platformVersion)
                .or(() -> Optional.ofNullable(service.platformVersion())),
            primary
                .map(TaskSet::networkConfiguration)
                .or(() -> Optional.ofNullable(service.networkConfiguration()))
                .flatMap(ServiceSnapshotReader::network),
            primary
                .map(TaskSet::capacityProviderStrategy)
                .orElse(service.capacityProviderStrategy())
                .stream()
                .map(ServiceSnapshotReader::provider)
                .toList()),
        providers
            ? Optional.empty()
            : primary
                .map(TaskSet::launchTypeAsString)
                .or(() -> Optional.ofNullable(service.launchTypeAsString())),
        service.desiredCount() == null ? 1 : service.desiredCount(),
        balancer.map(LoadBalancer::containerName),
        balancer.map(LoadBalancer::containerPort),
        balancer.map(LoadBalancer::targetGroupArn),
        group);
  }

  private static Optional<Network> network(NetworkConfiguration network) {
    return Optional.ofNullable(network.awsvpcConfiguration())
        .filter(awsvpc -> !awsvpc.subnets().isEmpty() && !awsvpc.securityGroups().isEmpty())
        .map(
            awsvpc ->
                new Network(
                    awsvpc.subnets(),
                    awsvpc.securityGroups(),
                    awsvpc.assignPublicIp() == AssignPublicIp.ENABLED));
  }

  private static CapacityProvider provider(CapacityProviderStrategyItem item) {
    return new CapacityProvider(
        item.capacityProvider(),
        item.base() == null ? 0 : item.base(),
        item.weight() == null ? 0 : item.weight());
  }

  private static ServiceSnapshot.Group group(
      DeploymentGroupInfo group, String configuration, TrafficSteps steps) {
    var alarms = Optional.ofNullable(group.alarmConfiguration()).filter(a -> yes(a.enabled()));
    return new ServiceSnapshot.Group(
        configuration,
        steps.words(),
        alarms.map(a -> a.alarms().stream().map(Alarm::name).toList()).orElse(List.of()),
        group.autoRollbackConfiguration() != null
            && yes(group.autoRollbackConfiguration().enabled()));
  }

  private static boolean yes(Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }
}
