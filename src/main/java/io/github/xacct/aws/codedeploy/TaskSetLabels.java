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
 * Determines which task set is blue and which is green. A rollback is a separate deployment that
 * may label them the other way round (AWS documents no rule), so its task sets keep the labels of
 * the deployment before it, matched by their identifiers.
 */
final class TaskSetLabels {
  private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
  private final Function<String, Optional<ECSTarget>> read;

  /**
   * @param read reads the target of the deployment before a rollback, if it is not known yet
   */
  TaskSetLabels(Function<String, Optional<ECSTarget>> read) {
    this.read = read;
  }

  /**
   * Returns the labelled task sets of a deployment; empty if its target could not be read. A
   * rollback's are labelled by identifier if the deployment before it cannot be read.
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

  /** Returns AWS's label and remembers it; AWS requires neither label nor identifier. */
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
