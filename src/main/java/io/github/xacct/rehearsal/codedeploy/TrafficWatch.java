package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.OwnRoute;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.elb.Listener;
import io.github.xacct.rehearsal.elb.ListenerRule;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.elb.Traffic;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Threads;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Where the listeners of a service listen, and who answers there while it is deployed. */
public final class TrafficWatch implements AutoCloseable {
  private final ResourceStore store;
  private final LoadBalancing loadBalancing;
  private final Threads threads;
  private final Map<ServiceKey, Traffic> traffic = new ConcurrentHashMap<>();

  public TrafficWatch(ResourceStore store, LoadBalancing loadBalancing, Threads threads) {
    this.store = store;
    this.loadBalancing = loadBalancing;
    this.threads = threads;
  }

  /**
   * Watches a service's production listener, if it has one and is not watched yet.
   *
   * @param deploying whether it still is
   */
  public void watch(RunningService service, Predicate<RunningService> deploying) {
    production(service.key)
        .ifPresent(
            listener ->
                traffic.compute(
                    service.key,
                    (key, before) ->
                        before != null && before.running()
                            ? before
                            : new Traffic(
                                listener,
                                example(service.key, true),
                                threads.timer,
                                threads.workers,
                                () -> deploying.test(service))));
  }

  /** Who answered during the last deployment, or until now in the one that goes on. */
  public TrafficReport report(ServiceKey service) {
    return Optional.ofNullable(traffic.get(service))
        .map(Traffic::report)
        .orElseGet(TrafficReport::none);
  }

  public Optional<URI> productionUrl(ServiceKey service) {
    return production(service)
        .map(
            listener ->
                example(service, true)
                    .map(ListenerRule.Request::path)
                    .filter(path -> !path.equals("/"))
                    .map(path -> listener.url().resolve(path))
                    .orElseGet(listener::url));
  }

  /** The name under which a shared listener gives requests to the service, or one of HTTPS. */
  public Optional<String> productionHost(ServiceKey service) {
    return host(example(service, true)).or(() -> production(service).flatMap(Listener::name));
  }

  /** The same of its test listener. */
  public Optional<String> testHost(ServiceKey service) {
    return host(example(service, false));
  }

  private static Optional<String> host(Optional<ListenerRule.Request> example) {
    return example.map(ListenerRule.Request::host).filter(host -> !host.contains(":"));
  }

  private Optional<ListenerRule.Request> example(ServiceKey service, boolean production) {
    return listener(service, production)
        .flatMap(arn -> loadBalancing.example(service.place(), targetGroups(service), arn));
  }

  /** The ARN of a listener of the service, as its group or the service itself names it. */
  private Optional<String> listener(ServiceKey service, boolean production) {
    return OwnRoute.of(store, service)
        .map(
            route ->
                (production ? Optional.of(route.productionRule()) : route.testRule())
                    .map(OwnRoute::listener))
        .orElseGet(
            () ->
                DeploymentGroup.of(store, service)
                    .flatMap(
                        group -> production ? group.productionListener() : group.testListener()));
  }

  private List<String> targetGroups(ServiceKey service) {
    return OwnRoute.of(store, service)
        .map(route -> route.names(store))
        .or(() -> DeploymentGroup.of(store, service).map(DeploymentGroup::targetGroups))
        .orElse(List.of());
  }

  private Optional<Listener> production(ServiceKey service) {
    return listener(service, true).flatMap(loadBalancing::listener);
  }

  public Optional<URI> testUrl(ServiceKey service) {
    return listener(service, false).flatMap(loadBalancing::listener).map(Listener::url);
  }

  @Override
  public void close() throws InterruptedException {
    for (Traffic one : traffic.values()) {
      one.close();
    }
  }
}
