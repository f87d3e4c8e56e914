package io.github.xacct.rehearsal.ecs;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The running services: those in the resource store, each since it was added. */
public final class RunningServices {
  private final ResourceStore store;
  private final Function<ServiceKey, String> environments;
  private final Map<String, RunningService> byArn = new ConcurrentSkipListMap<>();
  private final Map<String, RunningService> oneOffs = new ConcurrentSkipListMap<>();

  /**
   * Creates the services of all accounts, without running any.
   *
   * @param environments returns the environment's name of a service
   */
  public RunningServices(ResourceStore store, Function<ServiceKey, String> environments) {
    this.store = store;
    this.environments = environments;
  }

  /** Returns the services in the resource store. */
  public List<RunningService> all() {
    return byArn.values().stream().filter(s -> s.properties().isPresent()).toList();
  }

  /** Returns the services of an account in a region. */
  public List<RunningService> in(AccountRegion place) {
    return all().stream().filter(s -> s.place.equals(place)).toList();
  }

  /** Returns all services that ever ran, and those that only a deployment group names. */
  public List<RunningService> known() {
    return List.copyOf(byArn.values());
  }

  /** Returns the holder of a cluster's tasks without a service. */
  RunningService oneOff(AccountRegion place, String cluster) {
    ServiceKey key = new ServiceKey(place, cluster, "one-off");
    return oneOffs.computeIfAbsent(key.arn(), arn -> new RunningService(key, "one-off", store));
  }

  /** Returns a service, whether or not it exists in the resource store. */
  public RunningService of(ServiceKey key) {
    return byArn.computeIfAbsent(
        key.arn(), arn -> new RunningService(key, environments.apply(key), store));
  }

  /** Returns the images of the primary task sets. */
  public Set<String> images() {
    return all().stream()
        .flatMap(service -> service.primary().stream())
        .flatMap(primary -> Json.stream(primary.taskDefinition.containers()))
        .map(container -> container.path("image").asText())
        .collect(Collectors.toSet());
  }

  /**
   * Starts the services that were added to the resource store, and ends removed ones.
   *
   * @param begin starts a service
   * @param end ends a task set
   */
  public void resourcesChanged(
      Consumer<RunningService> begin, BiConsumer<RunningService, TaskSet> end) {
    Set<RunningService> standing = new HashSet<>();
    for (Resource resource : store.everywhere(ResourceTypeNames.SERVICE)) {
      RunningService service = of(ServiceKey.of(resource.place(), resource.id()));
      standing.add(service);
      int desired = resource.properties().path("DesiredCount").asInt(1);
      if (service.desiredCount() != desired) {
        service.setDesiredCount(desired);
      }
      if (service.primary().isEmpty()) {
        begin.accept(service);
      }
    }
    for (RunningService gone : known()) {
      if (!standing.contains(gone)) {
        List.copyOf(gone.taskSets).forEach(set -> end.accept(gone, set));
      }
    }
  }
}
