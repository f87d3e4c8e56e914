package io.github.xacct.deploy;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The changes to the service that an AppSpec requests, other than the task definition. Properties
 * that the AppSpec omits keep their value. Source: CodeDeploy user guide, "AppSpec 'resources'
 * section for Amazon ECS deployments".
 */
final class AppSpecChanges {
  /** ECS resolves LATEST to a version number, so the two are never compared. */
  private static final String LATEST = "LATEST";

  private final List<Change> changes = new ArrayList<>();

  private AppSpecChanges() {}

  static List<Change> of(AppSpec wanted, ServiceSnapshot snapshot) {
    var found = new AppSpecChanges();
    if (snapshot.group().own().isPresent()) {
      return List.of(); // ECS's own deployments have no AppSpec
    }
    var settings = wanted.settings();
    var old = snapshot.settings();
    settings
        .platformVersion()
        .filter(version -> !version.equals(LATEST))
        .ifPresent(version -> found.compare("platformVersion", old.platformVersion(), version));
    settings.network().ifPresent(network -> found.network(old.network(), network));
    if (!settings.capacityProviders().isEmpty()) {
      found.compare(
          "capacityProviderStrategy",
          Optional.of(providers(old.capacityProviders())).filter(text -> !text.isEmpty()),
          providers(settings.capacityProviders()));
    }
    if (snapshot.containerName().isPresent()) {
      found.compare("loadBalancer.containerName", snapshot.containerName(), wanted.containerName());
      found.compare(
          "loadBalancer.containerPort",
          snapshot.containerPort().map(String::valueOf),
          String.valueOf(wanted.containerPort()));
    }
    return List.copyOf(found.changes);
  }

  private void network(Optional<Network> old, Network wanted) {
    compare("network.subnets", old.map(n -> sorted(n.subnets())), sorted(wanted.subnets()));
    compare(
        "network.securityGroups",
        old.map(n -> sorted(n.securityGroups())),
        sorted(wanted.securityGroups()));
    compare(
        "network.assignPublicIp",
        old.map(n -> String.valueOf(n.assignPublicIp())),
        String.valueOf(wanted.assignPublicIp()));
  }

  private void compare(String path, Optional<String> old, String wanted) {
    if (!old.equals(Optional.of(wanted))) {
      changes.add(new Change(path, old, Optional.of(wanted)));
    }
  }

  private static String sorted(List<String> ids) {
    return ids.stream().sorted().collect(Collectors.joining(", "));
  }

  private static String providers(List<CapacityProvider> strategy) {
    return strategy.stream()
        .map(p -> p.name() + " base " + p.base() + " weight " + p.weight())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
