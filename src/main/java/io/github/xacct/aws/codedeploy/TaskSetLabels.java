package io.github.xacct.aws.codedeploy;

import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Reported;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.RollbackInfo;

/**
 * Which task set is blue and which is green: during a rollback the one that the deployment before
 * it called so. A rollback is a deployment of its own, whose original and replacement task set may
 * be labelled the other way round; AWS documents no rule. The identifier of a task set stays.
 */
final class TaskSetLabels {
  private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
  private final Function<String, Optional<ECSTarget>> read;

  /**
   * @param read the target of the deployment before a rollback, if that was not seen
   */
  TaskSetLabels(Function<String, Optional<ECSTarget>> read) {
    this.read = read;
  }

  /**
   * The task sets of a deployment, labelled; none where its target could not be read. Those of a
   * rollback are called by their identifier where the deployment before it cannot be read.
   */
  List<Event.TaskSet> of(String id, DeploymentInfo info, Optional<ECSTarget> target) {
    var sets = target.map(ECSTarget::taskSetsInfo).orElse(List.of());
    var before =
        Optional.ofNullable(info.rollbackInfo())
            .map(RollbackInfo::rollbackTriggeringDeploymentId)
            .filter(trigger -> !trigger.isEmpty() && !trigger.equals(id) && !sets.isEmpty());
    before.filter(trigger -> !seen.containsKey(trigger)).ifPresent(this::readBefore);
    return sets.stream()
        .map(set -> taskSet(set, before.map(b -> again(b, set)).orElseGet(() -> given(id, set))))
        .toList();
  }

  private void readBefore(String id) {
    read.apply(id).ifPresent(target -> target.taskSetsInfo().forEach(set -> given(id, set)));
  }

  /** As AWS labels it; neither label nor identifier is required on the wire. */
  private String given(String id, ECSTaskSet set) {
    String label = String.valueOf(set.taskSetLabelAsString());
    seen.computeIfAbsent(id, i -> new ConcurrentHashMap<>()).put(identifier(set), label);
    return label;
  }

  private String again(String id, ECSTaskSet set) {
    return seen.getOrDefault(id, Map.of()).getOrDefault(identifier(set), identifier(set));
  }

  private static String identifier(ECSTaskSet set) {
    return Optional.ofNullable(set.identifer()).orElse("a task set");
  }

  private static Event.TaskSet taskSet(ECSTaskSet set, String label) {
    return new Event.TaskSet(
        Reported.of(TaskSetLabel.class, label),
        Reported.of(TaskSetStatus.class, set.status()),
        number(set.desiredCount()),
        number(set.runningCount()),
        number(set.pendingCount()),
        set.trafficWeight() == null ? 0 : set.trafficWeight());
  }

  private static int number(Long value) {
    return value == null ? 0 : value.intValue();
  }
}
