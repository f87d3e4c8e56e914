package io.github.xacct.rehearsal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which tasks stand behind one name of the load balancer, and which of them is next. */
final class TargetGroup {
  final String name;
  final String arn;
  final String healthCheckPath;
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private int turn;

  TargetGroup(String name, String arn, String healthCheckPath) {
    this.name = name;
    this.arn = arn;
    this.healthCheckPath = healthCheckPath;
  }

  void register(Target target) {
    targets.add(target);
  }

  /** Takes the target out of rotation; its requests in flight go on. */
  synchronized void deregister(Target target) {
    target.drain();
  }

  /** Ends the draining: the target is listed no more. */
  void remove(Target target) {
    targets.remove(target);
  }

  List<Target> targets() {
    return List.copyOf(targets);
  }

  /**
   * The next target, with a request counted as in flight. If no target is healthy then any will do:
   * an Application Load Balancer "fails open".
   */
  synchronized Optional<Target> next() {
    List<Target> inService =
        targets.stream().filter(t -> t.health() != Target.Health.DRAINING).toList();
    List<Target> healthy =
        inService.stream().filter(t -> t.health() == Target.Health.HEALTHY).toList();
    List<Target> candidates = healthy.isEmpty() ? inService : healthy;
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Target target = candidates.get(Math.floorMod(turn++, candidates.size()));
    target.begin();
    return Optional.of(target);
  }
}
