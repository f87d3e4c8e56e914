package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.codedeploy.Lifecycle.Action;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.ServiceCheck;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.TaskDefinition;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How one deployment goes from event to event: green comes up, traffic moves, blue ends. What ends
 * it early is thrown as {@link DeploymentHalted}. Source: CodeDeploy user guide, "AppSpec 'hooks'
 * section for an Amazon ECS deployment", run order of hooks.
 */
final class DeploymentRun {

  private final Deployment deployment;
  private final RunningService service;
  private final Lifecycle lifecycle;
  private final DeploymentWorld world;
  private final DeploymentGroup group;
  private final LoadBalancing balancing;
  private final SetUpCheck setUp;
  private final HookEvent hooks;

  DeploymentRun(Deployment deployment, DeploymentWorld world) {
    this.deployment = deployment;
    this.service = deployment.service;
    this.world = world;
    this.lifecycle = new Lifecycle(deployment);
    this.group = deployment.group;
    this.balancing = world.loadBalancing();
    this.setUp = new SetUpCheck(world, deployment);
    this.hooks = new HookEvent(world, deployment, lifecycle);
  }

  /** Begins, and goes no further until it is stopped. */
  void idle() throws DeploymentHalted, InterruptedException {
    lifecycle.begin(events(e -> {}).keySet());
    lifecycle.await(Duration.ofDays(2), () -> false);
  }

  private TaskSet blue() {
    return deployment.blue.orElseThrow();
  }

  /** Runs to the end of the termination wait. */
  void forward() throws DeploymentHalted, InterruptedException {
    Map<String, Action> actions = events(this::hook);
    actions.put("Install", e -> install());
    actions.replace("AllowTestTraffic", e -> testTraffic(green()));
    actions.put("AllowTraffic", e -> shift());
    try {
      setUp.begin();
    } catch (DeploymentHalted wrong) {
      lifecycle.begin(actions.keySet());
      throw wrong;
    }
    awaitBlue();
    lifecycle.begin(actions.keySet());
    world.notices().began(service);
    for (var step : actions.entrySet()) {
      if (step.getKey().equals("BeforeAllowTraffic")) {
        waitUntilContinued();
      }
      perform(step.getKey(), step.getValue());
    }
    lifecycle.succeedTarget();
    terminate();
  }

  /**
   * On AWS blue has been running for long when a deployment is created. Here it may still be coming
   * up, and requests that nobody can answer yet must not count as lost ones.
   */
  private void awaitBlue() throws DeploymentHalted, InterruptedException {
    lifecycle.await(world.pace().blueLimit(), () -> blue().isSteady() || blue().failures > 2);
    if (!blue().isSteady()) {
      world
          .log()
          .accept(
              "The original task set %s of %s is not healthy; deployment %s begins without it."
                  .formatted(
                      blue().taskDefinition.familyAndRevision(), service.name(), deployment.id));
    }
  }

  /** An event takes half a second even if it has nothing to do, as AWS's do. */
  private void perform(String name, Action action) throws DeploymentHalted, InterruptedException {
    lifecycle.perform(
        name,
        event -> {
          setUp.still();
          action.perform(event);
          lifecycle.pause(world.pace().seconds(0.5));
        });
  }

  /** Puts traffic back to blue and ends green. */
  void back() throws DeploymentHalted, InterruptedException {
    Map<String, Action> actions = events(e -> {});
    actions.put("AllowTraffic", e -> trafficBack());
    lifecycle.begin(actions.keySet());
    for (var step : actions.entrySet()) {
      perform(step.getKey(), step.getValue());
    }
    lifecycle.succeedTarget();
    Optional<TaskSet> left = deployment.green;
    if (left.isPresent()) {
      retire(left.get());
    }
    lifecycle.succeed();
  }

  private Map<String, Action> events(Action hook) {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("BeforeInstall", hook);
    actions.put("Install", e -> {});
    actions.put("AfterInstall", hook);
    if (group.testListener().isPresent()) {
      // Without a test listener these two are not skipped, they do not exist.
      actions.put("AllowTestTraffic", e -> testTraffic(blue()));
      actions.put("AfterAllowTestTraffic", hook);
    }
    actions.put("BeforeAllowTraffic", hook);
    actions.put("AllowTraffic", e -> {});
    actions.put("AfterAllowTraffic", hook);
    return actions;
  }

  private void hook(Event event) throws DeploymentHalted, InterruptedException {
    Optional<String> function = Optional.ofNullable(deployment.revision.hooks().get(event.name));
    if (function.isPresent()) {
      setUp.hook(function.get());
    }
    if (world.faults().contains(Fault.HOOK_FAILS) && event.name.equals(hookToFail())) {
      throw hooks.reportedFailure(event);
    }
    if (function.isPresent()) {
      hooks.await(event, function.get());
    }
  }

  private String hookToFail() {
    return SubmittedAppSpec.HOOKS.stream()
        .filter(deployment.revision.hooks()::containsKey)
        .filter(name -> deployment.event(name).isPresent())
        .findFirst()
        .orElse("AfterInstall");
  }

  private TaskSet green() {
    return deployment.green.orElseThrow();
  }

  private static boolean opens(JsonNode mapping, int port) {
    String[] range = mapping.path("containerPortRange").asText().split("-");
    boolean within =
        range.length == 2
            && Integer.parseInt(range[0]) <= port
            && port <= Integer.parseInt(range[1]);
    return within || mapping.path("containerPort").asInt() == port;
  }

  private void install() throws DeploymentHalted, InterruptedException {
    TaskDefinition definition =
        world
            .taskDefinitions()
            .find(service.place, deployment.revision.taskDefinition())
            .filter(TaskDefinition::active)
            .orElseThrow(() -> ecsRefuses("TaskDefinition not found."));
    String container = deployment.revision.containerName();
    int port = deployment.revision.containerPort();
    if (definition.container(container).isEmpty()) {
      throw ecsRefuses("The container " + container + " does not exist in the task definition.");
    }
    boolean exposed =
        definition.container(container).stream()
            .flatMap(c -> StreamSupport.stream(c.path("portMappings").spliterator(), false))
            .anyMatch(mapping -> opens(mapping, port));
    if (!exposed) {
      throw ecsRefuses(
          "The container " + container + " did not have a container port " + port + " defined.");
    }
    setUp.listeners();
    setUp.taskSet(definition);
    Optional<String> refusal =
        deployment
            .revision
            .refusal(definition.node())
            .or(() -> new ServiceCheck(world.estate(), service.place).refusal(definition, asked()));
    if (refusal.isPresent()) {
      throw ecsRefuses(refusal.get());
    }
    TargetGroup greens = other(blue().targetGroup);
    setUp.targetGroup(greens, definition);
    removeLeftovers();
    Optional<Fault> fault = Fault.ofGreen(world.faults());
    synchronized (service) {
      TaskSet green =
          TaskSet.replacement(deployment.id, deployment.revision, definition, greens, fault);
      blue().label = "Blue";
      deployment.green = Optional.of(green);
      service.add(green);
    }
    if (!awaitGreen(fault.isPresent())) {
      throw DeploymentHalted.failed(
          "TIMEOUT",
          "The deployment timed out while waiting for the replacement task set to become healthy."
              + " This time out period is 60 minutes.");
    }
  }

  /** The task set in the form of CreateTaskSet: what the AppSpec does not say is the service's. */
  private ObjectNode asked() {
    ObjectNode asked = Json.object().put("cluster", service.key.cluster());
    asked.set("networkConfiguration", MemberCase.ofApi(service.property("NetworkConfiguration")));
    asked.setAll(deployment.revision.overrides().deepCopy());
    if (!asked.has("capacityProviderStrategy") && service.property("LaunchType").isTextual()) {
      asked.set("launchType", service.property("LaunchType"));
    }
    return asked;
  }

  /** What fails for certain needs no patience for slow starts. */
  private boolean awaitGreen(boolean hopeless) throws DeploymentHalted, InterruptedException {
    TaskSet green = green();
    Duration hour = world.pace().minutes(60);
    if (lifecycle.await(hour, green::isSteady)) {
      return true;
    }
    Duration rest = world.pace().installLimit().minus(hour);
    return !hopeless
        && lifecycle.await(rest, () -> green.isSteady() || green.refusals > 2)
        && green.isSteady();
  }

  static DeploymentHalted ecsRefuses(String why) {
    return DeploymentHalted.failed(
        "ECS_UPDATE_ERROR", "The ECS service cannot be updated due to the following error: " + why);
  }

  /** A deployment stopped without rollback leaves its task set; what AWS does then is not known. */
  private void removeLeftovers() throws InterruptedException {
    forwardAllToBlue();
    for (TaskSet set : List.copyOf(service.taskSets)) {
      if (set != blue()) {
        retire(set);
      }
    }
  }

  /** The target group of the pair that is not this one. */
  private TargetGroup other(TargetGroup one) throws DeploymentHalted {
    for (String name : group.targetGroups()) {
      Optional<TargetGroup> found = balancing.groupNamed(group.place(), name);
      if (found.isPresent() && found.get() != one) {
        return found.get();
      }
    }
    throw SetUpCheck.elbRefuses(
        "One or more target groups not found: " + String.join(", ", group.targetGroups()));
  }

  private void share(Optional<String> listener, Map<TargetGroup, Integer> percents) {
    listener.ifPresent(arn -> balancing.share(group.place(), group.targetGroups(), arn, percents));
    service.changed();
  }

  private void testTraffic(TaskSet to) {
    share(group.testListener(), Map.of(to.targetGroup, 100));
  }

  private void waitUntilContinued() throws DeploymentHalted, InterruptedException {
    Optional<Integer> minutes = group.readyWait();
    if (minutes.isEmpty()) {
      return;
    }
    lifecycle.become(Status.READY);
    boolean continued =
        lifecycle.await(world.pace().minutes(minutes.get()), () -> deployment.continueReady);
    if (!continued) {
      throw DeploymentHalted.byWaitRunOut();
    }
    lifecycle.become(Status.IN_PROGRESS);
  }

  private void shift() throws DeploymentHalted, InterruptedException {
    for (ShiftPlan.Step step : steps()) {
      int percent = step.greenPercent();
      share(
          group.productionListener(),
          Map.of(green().targetGroup, percent, blue().targetGroup, 100 - percent));
      if (world.faults().contains(Fault.ALARM)) {
        lifecycle.pause(world.pace().seconds(20));
        throw DeploymentHalted.byAlarm(alarm(service));
      }
      if (step.waitMinutes() > 0) {
        lifecycle.pause(world.pace().minutes(step.waitMinutes()));
        setUp.still();
      }
    }
    service.promote(green());
    world.notices().promoted(service, green());
  }

  private List<ShiftPlan.Step> steps() {
    return ShiftPlan.find(world.estate(), group.place(), deployment.configuration)
        .orElseGet(() -> ShiftPlan.named(deployment.configuration))
        .steps();
  }

  static String alarm(RunningService service) {
    return service.name() + "-5xx";
  }

  private void forwardAllToBlue() {
    testTraffic(blue());
    share(group.productionListener(), Map.of(blue().targetGroup, 100));
  }

  private void trafficBack() {
    forwardAllToBlue();
    service.promote(blue());
    world.notices().promoted(service, blue());
  }

  /** The deployment stays in progress while blue waits for its end, though the target is done. */
  private void terminate() throws DeploymentHalted, InterruptedException {
    lifecycle.await(
        world.pace().minutes(group.terminationWait()), () -> deployment.continueTermination);
    setUp.still();
    retire(blue());
    lifecycle.succeed();
  }

  private void retire(TaskSet set) throws InterruptedException {
    world.scheduler().retireFully(service, set);
  }

  /** Reports how it ended; a rollback is a deployment of its own. */
  void conclude(DeploymentHalted halted) {
    lifecycle.conclude(halted);
  }

  /** Whether there is something to put back: not while only BeforeInstall has run. */
  boolean changedAnything() {
    return deployment.green.isPresent();
  }

  static boolean rollsBack(Deployment deployment, DeploymentHalted halted) {
    return halted.rollbackWish.orElse(deployment.rollbackEvents.contains(halted.rollbackEvent));
  }
}
