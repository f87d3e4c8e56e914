package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The running listeners and target groups: those in the resource store, by ARN. Listeners forward
 * requests according to their rules and DefaultActions; health checks run in real time.
 */
public final class LoadBalancing implements AutoCloseable {
  private final ResourceStore store;
  private final ListenerPorts ports;
  private final Executor workers;
  private final HealthChecker healthChecker;
  private final Consumer<String> log;
  private final SecurityGroups securityGroups;
  private final ServerCertificates certificates;
  private final Map<String, Listener> listeners = new TreeMap<>();
  private final Map<String, TargetGroup> groups = new TreeMap<>();

  /**
   * Creates the load balancers of all accounts, without opening listeners.
   *
   * @param onChange called when a target's health changes
   * @param log receives requests that are not admitted
   * @param certificates of HTTPS listeners
   */
  public LoadBalancing(
      ResourceStore store,
      ListenerPorts ports,
      Executor workers,
      Runnable onChange,
      Consumer<String> log,
      ServerCertificates certificates) {
    this.certificates = certificates;
    this.store = store;
    this.ports = ports;
    this.workers = workers;
    this.healthChecker = new HealthChecker(workers, onChange);
    this.log = log;
    this.securityGroups = new SecurityGroups(store);
  }

  /** Opens, closes and updates listeners and target groups according to the resource store. */
  public synchronized void resourcesChanged() {
    List<Resource> wantedGroups = store.everywhere(ResourceTypeNames.TARGET_GROUP);
    groups.keySet().retainAll(wantedGroups.stream().map(Resource::id).toList());
    for (Resource resource : wantedGroups) {
      var check = TargetGroup.HealthCheck.of(resource.properties());
      String name = resource.properties().path("Name").asText();
      groups.computeIfAbsent(resource.id(), arn -> new TargetGroup(name, arn, check)).check(check);
    }
    Map<String, Resource> wanted =
        store.everywhere(ResourceTypeNames.LISTENER).stream()
            .collect(Collectors.toMap(Resource::id, t -> t));
    List.copyOf(listeners.keySet()).stream()
        .filter(arn -> !wanted.containsKey(arn))
        .forEach(arn -> Objects.requireNonNull(listeners.remove(arn)).close());
    wanted.forEach(
        (arn, resource) -> {
          open(arn).secure(certificates.of(resource));
          open(arn).closed(securityGroups.closedToTheOutside(resource));
          open(arn).byDefault().follow(resource.properties().path("DefaultActions"), this::group);
          open(arn).rules(rules(open(arn), resource));
        });
  }

  /** Returns the rules of a listener; the forwarding of an existing rule is reused. */
  private List<ListenerRule> rules(Listener listener, Resource of) {
    return rulesOf(store, of.place(), of.id()).stream()
        .map(
            resource -> {
              Forwarding forwarding =
                  listener.rules().stream()
                      .filter(rule -> rule.arn().equals(resource.id()))
                      .findFirst()
                      .map(ListenerRule::forwarding)
                      .orElseGet(Forwarding::new);
              forwarding.follow(resource.properties().path("Actions"), this::group);
              return new ListenerRule(resource.id(), resource.properties(), forwarding);
            })
        .toList();
  }

  /** Returns the rules of a listener in the resource store, by priority. */
  public static List<Resource> rulesOf(ResourceStore store, AccountRegion place, String listener) {
    return store.resources(place, ResourceTypeNames.LISTENER_RULE).stream()
        .filter(rule -> rule.properties().path("ListenerArn").asText().equals(listener))
        .sorted(Comparator.comparingInt(rule -> rule.properties().path("Priority").asInt()))
        .toList();
  }

  private Listener open(String arn) {
    return listeners.computeIfAbsent(
        arn,
        a -> {
          Listener opened =
              new Listener(ports.port(arn), workers, log, arn.contains(":listener/net/"));
          ports.savePort(arn, opened.port());
          return opened;
        });
  }

  public synchronized Optional<TargetGroup> group(String arn) {
    return Optional.ofNullable(groups.get(arn));
  }

  public synchronized Optional<TargetGroup> groupNamed(AccountRegion place, String name) {
    return store.all(place, ResourceTypeNames.TARGET_GROUP).entrySet().stream()
        .filter(e -> e.getValue().path("Name").asText().equals(name))
        .map(e -> groups.get(e.getKey()))
        .findFirst();
  }

  public synchronized Optional<Listener> listener(String arn) {
    return Optional.ofNullable(listeners.get(arn));
  }

  /**
   * Sets and stores the weights of target groups in each rule of a listener that forwards to them,
   * and in the default action if it does or no rule does. Other rules belong to other services.
   */
  public synchronized void share(
      AccountRegion place,
      List<String> targetGroups,
      String listenerArn,
      Map<TargetGroup, Integer> percents) {
    Set<String> pair = named(place, targetGroups);
    List<Resource> ours =
        rulesOf(store, place, listenerArn).stream()
            .filter(rule -> ForwardActions.forwardsTo(rule.properties().path("Actions"), pair))
            .toList();
    for (Resource rule : ours) {
      store.edit(
          place,
          ResourceTypeNames.LISTENER_RULE,
          rule.id(),
          p -> p.set("Actions", actions(percents)));
      listener(listenerArn).stream()
          .flatMap(listener -> listener.rules().stream())
          .filter(open -> open.arn().equals(rule.id()))
          .forEach(open -> open.forwarding().share(percents));
    }
    boolean byDefault =
        store
            .find(place, ResourceTypeNames.LISTENER, listenerArn)
            .filter(p -> ForwardActions.forwardsTo(p.path("DefaultActions"), pair))
            .isPresent();
    if (byDefault || ours.isEmpty()) {
      store.edit(
          place,
          ResourceTypeNames.LISTENER,
          listenerArn,
          p -> p.set("DefaultActions", actions(percents)));
      listener(listenerArn).ifPresent(listener -> listener.share(percents));
    }
  }

  /** Returns the ARN of a listener's default rule. */
  public static String defaultRule(String listener) {
    return listener.replace(":listener/", ":listener-rule/") + "/default";
  }

  /** Returns whether an ARN is of a listener's default rule, or of a listener itself. */
  public static boolean isDefaultRule(String arn) {
    return arn.contains(":listener/") || arn.endsWith("/default");
  }

  /**
   * Sets and stores the weights of one rule, by target group ARN.
   *
   * @param rule ARN of a rule, or of a listener for its default action
   * @return false if the rule does not exist
   */
  public synchronized boolean shareRule(
      AccountRegion place, String rule, Map<String, Integer> percents) {
    boolean byDefault = isDefaultRule(rule);
    String type = byDefault ? ResourceTypeNames.LISTENER : ResourceTypeNames.LISTENER_RULE;
    String id = rule;
    if (rule.endsWith("/default")) {
      id = rule.replace(":listener-rule/", ":listener/").replaceFirst("/default$", "");
    }
    if (!store.has(place, type, id)) {
      return false;
    }
    String actions = byDefault ? "DefaultActions" : "Actions";
    JsonNode list = ForwardActions.of(percents);
    store.edit(place, type, id, p -> p.set(actions, list));
    forwarding(byDefault, id).ifPresent(forwarding -> forwarding.follow(list, this::group));
    return true;
  }

  private Optional<Forwarding> forwarding(boolean byDefault, String id) {
    return byDefault
        ? listener(id).map(Listener::byDefault)
        : listeners.values().stream()
            .flatMap(listener -> listener.rules().stream())
            .filter(rule -> rule.arn().equals(id))
            .map(ListenerRule::forwarding)
            .findFirst();
  }

  /** Returns the ARNs of the target groups with these names. */
  private Set<String> named(AccountRegion place, List<String> names) {
    return names.stream()
        .flatMap(name -> groupNamed(place, name).stream())
        .map(target -> target.arn)
        .collect(Collectors.toSet());
  }

  /**
   * Returns a request that the first rule of a listener forwards to the target groups with these
   * names; empty if only the default action or no rule does.
   */
  public synchronized Optional<ListenerRule.Request> example(
      AccountRegion place, List<String> targetGroups, String listenerArn) {
    Set<String> pair = named(place, targetGroups);
    boolean byDefault =
        store
            .find(place, ResourceTypeNames.LISTENER, listenerArn)
            .filter(p -> ForwardActions.forwardsTo(p.path("DefaultActions"), pair))
            .isPresent();
    return listener(listenerArn).stream()
        .filter(listener -> !byDefault)
        .flatMap(
            listener ->
                listener.rules().stream()
                    .filter(
                        rule -> ForwardActions.forwardsTo(rule.properties().path("Actions"), pair))
                    .map(rule -> rule.example("127.0.0.1:" + listener.port())))
        .findFirst();
  }

  private static JsonNode actions(Map<TargetGroup, Integer> percents) {
    Map<String, Integer> byArn = new LinkedHashMap<>();
    percents.entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.name.compareTo(b.name)))
        .forEach(e -> byArn.put(e.getKey().arn, e.getValue()));
    return ForwardActions.of(byArn);
  }

  public void checkHealth() {
    List<TargetGroup> all;
    synchronized (this) {
      all = List.copyOf(groups.values());
    }
    all.forEach(healthChecker::checkAll);
  }

  @Override
  public synchronized void close() {
    listeners.values().forEach(Listener::close);
  }
}
