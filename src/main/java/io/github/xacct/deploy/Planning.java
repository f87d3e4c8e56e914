package io.github.xacct.deploy;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.PushedImages;
import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.PlannedChange;
import io.github.xacct.event.PlannedChange.Via;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.Change;
import io.github.xacct.revision.RegisteredImage;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports what a deployment would change, and changes nothing. */
public final class Planning {
  private static final int LOOK_BACK = 25;

  /**
   * What would be deployed.
   *
   * @param taskDefinition with a placeholder as the app's image
   * @param images names the image; absent if the image stays what it is
   * @param maker of the image, if it is of this build
   * @param force whether a deployment would be made without a change
   * @param rehearsed whether the AWS is the embedded one
   */
  public record PlanRequest(
      Environment environment,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      Optional<ImageSource> images,
      Optional<DeploymentLabel> maker,
      ReleaseChecks checks,
      boolean force,
      boolean rehearsed) {}

  private final Ports ports;
  private final History history;
  private final PushedImages pushed;
  private final List<String> warnings = new ArrayList<>();
  private final Map<ImageReference, Optional<PushedImages.Pushed>> found = new HashMap<>();
  private List<XacctException> problems = List.of();

  public Planning(Ports ports, History history, PushedImages pushed) {
    this.ports = ports;
    this.history = history;
    this.pushed = pushed;
  }

  /** Reads the target account and returns the changes that a deployment would have. */
  public DeploymentPlan plan(PlanRequest request) {
    try (var side = new FanOut("the plan")) {
      var look = side.start(() -> ports.look(Needed.SERVICE_AND_GROUP));
      var image = side.start(() -> request.images().map(ImageSource::foresee));
      return plan(request, look.get(), image.get());
    }
  }

  private DeploymentPlan plan(
      PlanRequest request, TargetAccountState state, Optional<ImageReference> image) {
    warnings.addAll(state.warnings());
    problems = state.problems();
    var running = state.runningTaskDefinition().flatMap(ports.taskDefinitions()::describe);
    String before = running.map(TaskDefinitions.Registered::json).orElse("{}");
    var environment = request.environment();
    return new DeploymentPlan(
        environment.name(),
        environment.account().toString(),
        environment.region().toString(),
        environment.cluster() + "/" + environment.service(),
        state.standing().flatMap(snapshot -> snapshot.group().own()).isPresent()
            ? Optional.empty()
            : Optional.of(environment.application() + "/" + environment.deploymentGroup()),
        request.rehearsed(),
        running.map(TaskDefinitions.Registered::arn),
        running.flatMap(r -> runningImage(r, request)),
        image.map(wanted -> wantedImage(wanted, request)),
        changes(before, wanted(request, before, image), request, state),
        because(request, state),
        state.standing().map(snapshot -> course(snapshot, request, state)),
        state.active().map(a -> a.id() + " " + a.status() + " since " + a.since()),
        problems.stream().map(XacctException::problem).toList(),
        List.copyOf(warnings));
  }

  /** Throws what a deployment would be refused for, if the plan that was made found any. */
  public void refuseWhatCannotWork() {
    CombinedRefusal.refuse(problems);
  }

  private static String wanted(PlanRequest request, String before, Optional<ImageReference> image) {
    return image
        .map(request.taskDefinition()::withImage)
        .orElseGet(() -> request.taskDefinition().withImageOf(before))
        .text();
  }

  private static List<PlannedChange> changes(
      String before, String wanted, PlanRequest request, TargetAccountState state) {
    var changes = new ArrayList<PlannedChange>();
    TaskDefinitionDiff.between(before, wanted)
        .changes()
        .forEach(change -> changes.add(planned(Via.TASK_DEFINITION, change)));
    state.standing().ifPresent(snapshot -> changes.addAll(ofTheService(snapshot, request)));
    return List.copyOf(changes);
  }

  private static List<PlannedChange> ofTheService(ServiceSnapshot snapshot, PlanRequest request) {
    var changes = new ArrayList<PlannedChange>();
    AppSpecChanges.of(request.appSpec(), snapshot)
        .forEach(change -> changes.add(planned(Via.APPSPEC, change)));
    if (snapshot.group().own().isPresent()) {
      containerOfTheService(snapshot, request.appSpec())
          .forEach(change -> changes.add(planned(Via.UPDATE_SERVICE, change)));
    }
    if (snapshot.desiredCount() == 0) {
      changes.add(planned(Via.UPDATE_SERVICE, change("desiredCount", "0", "1 or more")));
    }
    var wanted = request.taskDefinition().compatibilities();
    snapshot
        .launchType()
        .filter(type -> request.appSpec().settings().capacityProviders().isEmpty())
        .filter(type -> !wanted.isEmpty() && !wanted.contains(type))
        .map(type -> change("launchType", type, String.join(" or ", wanted)))
        .ifPresent(change -> changes.add(planned(Via.NOTHING, change)));
    return changes;
  }

  /** What is behind the load balancer is the service's own, and no deployment changes it. */
  private static List<Change> containerOfTheService(ServiceSnapshot snapshot, AppSpec appSpec) {
    String port = String.valueOf(appSpec.containerPort());
    return Stream.of(
            snapshot
                .containerName()
                .filter(name -> !name.equals(appSpec.containerName()))
                .map(name -> change("loadBalancer.containerName", name, appSpec.containerName())),
            snapshot
                .containerPort()
                .map(String::valueOf)
                .filter(is -> !is.equals(port))
                .map(is -> change("loadBalancer.containerPort", is, port)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Change change(String path, String before, String after) {
    return new Change(path, Optional.of(before), Optional.of(after));
  }

  private static PlannedChange planned(Via via, Change change) {
    return new PlannedChange(via, change.path(), change.before(), change.after(), change.line());
  }

  private static Optional<String> because(PlanRequest request, TargetAccountState state) {
    if (state.broughtBadly()) {
      return Optional.of("the deployment that brought what is running has failed.");
    }
    return request.force() ? Optional.of("it is forced.") : Optional.empty();
  }

  private Optional<DeploymentPlan.Image> runningImage(
      TaskDefinitions.Registered running, PlanRequest request) {
    var name =
        RegisteredImage.name(running.json(), request.taskDefinition().containerName())
            .map(Object::toString);
    var image = RegisteredImage.of(running.json(), request.taskDefinition().containerName());
    var past =
        unlessUnreadable(() -> Optional.of(history.last(LOOK_BACK)))
            .orElse(List.<History.Past>of());
    var brought = unlessUnreadable(() -> DeployedBy.by(history, past, Optional.of(running.arn())));
    String words = origin(past, brought, image);
    var inRegistry = image.flatMap(this::find);
    return name.map(
        text ->
            new DeploymentPlan.Image(
                text,
                DeploymentLabel.commit(words),
                DeploymentLabel.committed(words),
                inRegistry.map(PushedImages.Pushed::at),
                brought.map(by -> by.completed().orElse(by.created())),
                inRegistry.map(PushedImages.Pushed::tags).orElse(List.of())));
  }

  /** A rollback names no commit, but some deployment before it has named that of the image. */
  private static String origin(
      List<History.Past> newestFirst,
      Optional<History.Past> brought,
      Optional<ImageReference> image) {
    return Stream.concat(
            brought.stream().map(History.Past::description),
            newestFirst.stream()
                .map(History.Past::description)
                .filter(words -> image.filter(i -> DeploymentLabel.names(words, i)).isPresent()))
        .filter(words -> DeploymentLabel.commit(words).isPresent())
        .findFirst()
        .orElse("");
  }

  private DeploymentPlan.Image wantedImage(ImageReference image, PlanRequest request) {
    var inRegistry = find(image);
    return new DeploymentPlan.Image(
        image.toString(),
        request.maker().flatMap(maker -> maker.commit()),
        request.maker().flatMap(maker -> maker.committed()),
        inRegistry.map(PushedImages.Pushed::at),
        Optional.empty(),
        inRegistry.map(PushedImages.Pushed::tags).orElse(List.of()));
  }

  private Optional<PushedImages.Pushed> find(ImageReference image) {
    return found.computeIfAbsent(image, i -> unlessUnreadable(() -> pushed.find(i)));
  }

  /** What only adorns a plan must not end it. */
  private <T> Optional<T> unlessUnreadable(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (XacctException e) {
      warnings.add(e.problem() + " " + String.join(" ", e.evidence()));
      return Optional.empty();
    }
  }

  private DeploymentPlan.Course course(
      ServiceSnapshot snapshot, PlanRequest request, TargetAccountState state) {
    var timing = state.timing();
    var endpoint = ports.engine().foreignEndpoint();
    boolean estimated = endpoint.isEmpty();
    return new DeploymentPlan.Course(
        snapshot.group().configuration(),
        snapshot.group().steps(),
        endpoint,
        Optional.of(timing.expected(request.checks().approval())).filter(time -> estimated),
        Optional.of(timing.startUp()).filter(time -> estimated),
        timing.readyWait(),
        timing.shift(),
        timing.terminationWait(),
        snapshot
            .group()
            .own()
            .map(Planning::hooks)
            .orElseGet(() -> hooks(request.appSpec().settings())),
        gates(snapshot.group(), request.checks(), state));
  }

  private static List<DeploymentPlan.Hook> hooks(ServiceSnapshot.Own own) {
    return own.functions().stream()
        .map(function -> new DeploymentPlan.Hook(function.stages(), function.name()))
        .toList();
  }

  private static List<DeploymentPlan.Hook> hooks(AppSpecSettings settings) {
    return Arrays.stream(LifecycleHook.values())
        .filter(settings.hooks()::containsKey)
        .map(
            hook ->
                new DeploymentPlan.Hook(
                    hook.key(), Objects.requireNonNull(settings.hooks().get(hook))))
        .toList();
  }

  private static List<String> gates(
      ServiceSnapshot.Group group, ReleaseChecks checks, TargetAccountState state) {
    var gates = new ArrayList<String>();
    if (!checks.smokeTests().isEmpty()) {
      gates.add(
          checks.smokeTests().stream()
              .map(test -> test.name())
              .collect(Collectors.joining(", ", "smoke tests ", "")));
    }
    checks.verifyCommand().ifPresent(command -> gates.add("the verify command"));
    if (checks.approval()) {
      gates.add("manual approval");
    }
    boolean waits =
        group.own().map(own -> own.pausesForTests()).orElse(!state.timing().readyWait().isZero());
    if (checks.any() && !waits) {
      gates.add(
          "which are not asked, for the "
              + (group.own().isPresent()
                  ? "service does not pause before production traffic moves"
                  : "deployment group does not wait"));
    }
    group.own().ifPresent(own -> own.pauses().forEach(pause -> gates.add("pause " + pause)));
    if (!group.alarms().isEmpty()) {
      gates.add("alarms " + String.join(", ", group.alarms()));
    }
    gates.add(group.rollsBack() ? "automatic rollback" : "no automatic rollback");
    return gates;
  }
}
