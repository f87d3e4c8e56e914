package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.Nodes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which listeners and target groups work: those that stand in the estate, each by its ARN. A
 * listener forwards for real, as its DefaultActions there say; health checks run in real time.
 */
public final class LoadBalancing implements AutoCloseable {
  private final Estate estate;
  private final ListenerPorts ports;
  private final Executor workers;
  private final HealthChecker healthChecker;
  private final Consumer<String> log;
  private final SecurityGroups securityGroups;
  private final Map<String, Listener> listeners = new TreeMap<>();
  private final Map<String, TargetGroup> groups = new TreeMap<>();

  /**
   * Opens nothing yet.
   *
   * @param onChange told when a target's health is another one
   * @param log told of requests that do not get in
   */
  public LoadBalancing(
      Estate estate,
      ListenerPorts ports,
      Executor workers,
      Runnable onChange,
      Consumer<String> log) {
    this.estate = estate;
    this.ports = ports;
    this.workers = workers;
    this.healthChecker = new HealthChecker(workers, onChange);
    this.log = log;
    this.securityGroups = new SecurityGroups(estate);
  }

  /** Opens, closes and points listeners as the estate has it now. */
  public synchronized void estateChanged() {
    List<Thing> wantedGroups = estate.everywhere(Type.TARGET_GROUP);
    groups.keySet().retainAll(wantedGroups.stream().map(Thing::id).toList());
    for (Thing thing : wantedGroups) {
      var check = TargetGroup.HealthCheck.of(thing.properties());
      String name = thing.properties().path("Name").asText();
      groups.computeIfAbsent(thing.id(), arn -> new TargetGroup(name, arn, check)).check(check);
    }
    Map<String, Thing> wanted =
        estate.everywhere(Type.LISTENER).stream().collect(Collectors.toMap(Thing::id, t -> t));
    List.copyOf(listeners.keySet()).stream()
        .filter(arn -> !wanted.containsKey(arn))
        .forEach(arn -> listeners.remove(arn).close());
    wanted.forEach(
        (arn, thing) -> {
          open(arn).closed(securityGroups.closedToTheOutside(thing));
          point(open(arn).byDefault(), thing.properties().path("DefaultActions"));
          open(arn).rules(rules(open(arn), thing));
        });
  }

  /** Those of a listener; one that stays goes on sharing out where it was. */
  private List<ListenerRule> rules(Listener listener, Thing of) {
    return rulesOf(estate, of.place(), of.id()).stream()
        .map(
            thing -> {
              Forwarding forwarding =
                  listener.rules().stream()
                      .filter(rule -> rule.arn().equals(thing.id()))
                      .findFirst()
                      .map(ListenerRule::forwarding)
                      .orElseGet(Forwarding::new);
              point(forwarding, thing.properties().path("Actions"));
              return new ListenerRule(thing.id(), thing.properties(), forwarding);
            })
        .toList();
  }

  /** The rules of a listener as they stand, by their priorities. */
  public static List<Thing> rulesOf(Estate estate, Place place, String listener) {
    return estate.things(place, Type.LISTENER_RULE).stream()
        .filter(rule -> rule.properties().path("ListenerArn").asText().equals(listener))
        .sorted(Comparator.comparingInt(rule -> rule.properties().path("Priority").asInt()))
        .toList();
  }

  private Listener open(String arn) {
    return listeners.computeIfAbsent(
        arn,
        a -> {
          Listener opened = new Listener(ports.port(arn), workers, log);
          ports.savePort(arn, opened.port());
          return opened;
        });
  }

  /** Of several actions the last one decides; the others authenticate. */
  private void point(Forwarding forwarding, JsonNode actions) {
    JsonNode action = actions.path(actions.size() - 1);
    if (action.path("Type").asText().equals("fixed-response")) {
      forwarding.answer(action.at("/FixedResponseConfig/StatusCode").asInt(503));
      return;
    }
    if (action.path("Type").asText().equals("redirect")) {
      forwarding.redirect(Redirect.of(action.path("RedirectConfig")));
      return;
    }
    Map<TargetGroup, Integer> weights = new LinkedHashMap<>();
    percents(action)
        .forEach(
            (arn, percent) ->
                Optional.ofNullable(groups.get(arn)).ifPresent(g -> weights.put(g, percent)));
    forwarding.share(weights);
  }

  /** Target groups' ARNs with their shares; weights count relative to each other. */
  public static Map<String, Integer> percents(JsonNode action) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (JsonNode tuple : action.at("/ForwardConfig/TargetGroups")) {
      weights.put(tuple.path("TargetGroupArn").asText(), tuple.path("Weight").asInt(1));
    }
    if (weights.isEmpty() && action.hasNonNull("TargetGroupArn")) {
      weights.put(action.path("TargetGroupArn").asText(), 1);
    }
    int sum = Math.max(1, weights.values().stream().mapToInt(Integer::intValue).sum());
    weights.replaceAll((arn, weight) -> weight * 100 / sum);
    return weights;
  }

  public synchronized Optional<TargetGroup> group(String arn) {
    return Optional.ofNullable(groups.get(arn));
  }

  public synchronized Optional<TargetGroup> groupNamed(Place place, String name) {
    return estate.all(place, Type.TARGET_GROUP).entrySet().stream()
        .filter(e -> e.getValue().path("Name").asText().equals(name))
        .map(e -> groups.get(e.getKey()))
        .findFirst();
  }

  public synchronized Optional<Listener> listener(String arn) {
    return Optional.ofNullable(listeners.get(arn));
  }

  /**
   * Shares out the requests for the target groups of these names from now on, and writes that into
   * the estate: those of each rule of the listener that forwards to them, and of the default action
   * if that does or if no rule does. What the other rules forward is another service's.
   */
  public synchronized void share(
      Place place,
      List<String> targetGroups,
      String listenerArn,
      Map<TargetGroup, Integer> percents) {
    Set<String> pair = named(place, targetGroups);
    List<Thing> ours =
        rulesOf(estate, place, listenerArn).stream()
            .filter(rule -> forwardsTo(rule.properties().path("Actions"), pair))
            .toList();
    for (Thing rule : ours) {
      estate.edit(place, Type.LISTENER_RULE, rule.id(), p -> p.set("Actions", actions(percents)));
      listener(listenerArn).stream()
          .flatMap(listener -> listener.rules().stream())
          .filter(open -> open.arn().equals(rule.id()))
          .forEach(open -> open.forwarding().share(percents));
    }
    boolean byDefault =
        estate
            .find(place, Type.LISTENER, listenerArn)
            .filter(p -> forwardsTo(p.path("DefaultActions"), pair))
            .isPresent();
    if (byDefault || ours.isEmpty()) {
      estate.edit(
          place, Type.LISTENER, listenerArn, p -> p.set("DefaultActions", actions(percents)));
      listener(listenerArn).ifPresent(listener -> listener.share(percents));
    }
  }

  /** ARNs of the target groups of these names. */
  private Set<String> named(Place place, List<String> names) {
    return names.stream()
        .flatMap(name -> groupNamed(place, name).stream())
        .map(target -> target.arn)
        .collect(Collectors.toSet());
  }

  /**
   * A request that a listener gives to the target groups of these names: by the first rule that
   * forwards to them; absent if the default action does, or nothing.
   */
  public synchronized Optional<ListenerRule.Request> example(
      Place place, List<String> targetGroups, String listenerArn) {
    Set<String> pair = named(place, targetGroups);
    boolean byDefault =
        estate
            .find(place, Type.LISTENER, listenerArn)
            .filter(p -> forwardsTo(p.path("DefaultActions"), pair))
            .isPresent();
    return listener(listenerArn).stream()
        .filter(listener -> !byDefault)
        .flatMap(
            listener ->
                listener.rules().stream()
                    .filter(rule -> forwardsTo(rule.properties().path("Actions"), pair))
                    .map(rule -> rule.example("127.0.0.1:" + listener.port())))
        .findFirst();
  }

  /** Whether actions forward to one of these target groups, with a weight or without. */
  static boolean forwardsTo(JsonNode actions, Set<String> targetGroups) {
    for (JsonNode action : actions) {
      if (percents(action).keySet().stream().anyMatch(targetGroups::contains)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode actions(Map<TargetGroup, Integer> percents) {
    var actions = Nodes.array();
    ObjectNode action = actions.addObject().put("Type", "forward");
    var tuples = action.putObject("ForwardConfig").putArray("TargetGroups");
    percents.entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.name.compareTo(b.name)))
        .forEach(
            e ->
                tuples
                    .addObject()
                    .put("TargetGroupArn", e.getKey().arn)
                    .put("Weight", e.getValue()));
    return actions;
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
