package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
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

/** The URLs of a service's listeners, and the versions that answer there during deployments. */
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
   * @param deploying whether the deployment still runs
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

  /** Returns which versions answered during the last deployment, or so far in the current one. */
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

  /**
   * Returns the Host header for a shared production listener, or the domain name of an HTTPS
   * listener.
   */
  public Optional<String> productionHost(ServiceKey service) {
    return host(example(service, true)).or(() -> production(service).flatMap(Listener::name));
  }

  /** Returns the Host header for a shared test listener; empty if it is not shared. */
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

  /** Returns the ARN of a service's listener, from its deployment group or the service itself. */
  private Optional<String> listener(ServiceKey service, boolean production) {
    return TrafficRoute.of(store, service)
        .map(
            route ->
                (production ? Optional.of(route.productionRule()) : route.testRule())
                    .map(TrafficRoute::listener))
        .orElseGet(
            () ->
                DeploymentGroup.of(store, service)
                    .flatMap(
                        group -> production ? group.productionListener() : group.testListener()));
  }

  private List<String> targetGroups(ServiceKey service) {
    return TrafficRoute.of(store, service)
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
