package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An engine that returns scripted states, and records its calls. */
final class ScriptedEngine implements DeploymentEngine {
  final List<String> asked = new ArrayList<>();
  TargetAccountState look =
      new TargetAccountState(
          Optional.of("arn:td:1"),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Timing.immediate());
  String described = "";
  Supplier<Optional<String>> listed = Optional::empty;
  final Deque<Supplier<String>> starts = new ArrayDeque<>(List.of(() -> "d-1"));
  private final Map<String, Deque<Supplier<DeploymentState>>> scripts = new HashMap<>();

  /** Adds the state to return at the next poll; the last is returned for ever. */
  ScriptedEngine returns(DeploymentState state) {
    return does(state.id(), () -> state);
  }

  ScriptedEngine does(String id, Supplier<DeploymentState> answer) {
    scripts.computeIfAbsent(id, i -> new ArrayDeque<>()).add(answer);
    return this;
  }

  static DeploymentState state(String id, DeploymentStatus status) {
    return new DeploymentState(
        id, status, false, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  static DeploymentState shifted(String id) {
    return new DeploymentState(
        id,
        DeploymentStatus.IN_PROGRESS,
        true,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.PRIMARY, 1, 1, 0, 100)));
  }

  static DeploymentState failed(String id, String error, Optional<String> rollback) {
    return new DeploymentState(
        id, DeploymentStatus.FAILED, false, Optional.of(error), rollback, List.of(), List.of());
  }

  @Override
  public String name() {
    return "The engine";
  }

  @Override
  public TargetAccountState look() {
    asked.add("look");
    boolean over = look.active().filter(a -> asked.contains("state " + a.id())).isPresent();
    return over ? withoutActive(look) : look;
  }

  private static TargetAccountState withoutActive(TargetAccountState look) {
    return new TargetAccountState(
        look.runningTaskDefinition(),
        Optional.empty(),
        look.problems(),
        look.warnings(),
        look.testUrl(),
        look.timing());
  }

  @Override
  public String start(Revision revision, String description) {
    asked.add("start " + revision.taskDefinition());
    described = description;
    return starts.size() > 1 ? starts.poll().get() : starts.peek().get();
  }

  @Override
  public Optional<String> find(String description) {
    asked.add("find");
    return listed.get();
  }

  @Override
  public Optional<String> ofRun(String run) {
    asked.add("of run");
    return Optional.empty();
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return DeploymentLabel.isOfRun(described, run);
  }

  @Override
  public DeploymentState state(String deploymentId) {
    asked.add("state " + deploymentId);
    var script = scripts.get(deploymentId);
    return (script.size() > 1 ? script.poll() : script.peek()).get();
  }

  @Override
  public void proceed(String deploymentId) {
    asked.add("proceed " + deploymentId);
  }

  @Override
  public boolean stop(String deploymentId, boolean rollback) {
    asked.add("stop " + deploymentId + (rollback ? " and roll back" : ""));
    return true;
  }

  @Override
  public List<String> advice(DeploymentState ended) {
    return List.of();
  }

  @Override
  public Optional<String> consoleUrl(String deploymentId) {
    return Optional.empty();
  }

  @Override
  public String statusCommand() {
    return "see";
  }

  @Override
  public String followCommand() {
    return "follow";
  }

  @Override
  public String goalCommand(String goal) {
    return "mvn xacct:" + goal;
  }

  @Override
  public String stopCommand(String deploymentId) {
    return "stop " + deploymentId;
  }
}
