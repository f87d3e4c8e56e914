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
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.Change;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports what a deployment would change, without changing anything. */
public final class Planning {

  /**
   * The deployment to plan.
   *
   * @param taskDefinition with a placeholder for the app's image
   * @param images returns the image; empty if the image does not change
   * @param maker label of this build, if it creates the image
   * @param force whether a deployment is created even without a change
   * @param rehearsed whether the plan runs against the embedded AWS
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
  private List<XacctException> problems = List.of();

  public Planning(Ports ports, History history, PushedImages pushed) {
    this.ports = ports;
    this.history = history;
    this.pushed = pushed;
  }

  /** Reads the target account and returns the changes that a deployment would make. */
  public DeploymentPlan plan(PlanRequest request) {
    try (var side = new FanOut("the plan")) {
      var look = side.start(() -> ports.look(Needed.SERVICE_AND_GROUP));
      var image = side.start(() -> request.images().map(ImageSource::foresee));
      return plan(request, look.get(), image.get());
    }
  }

  private DeploymentPlan plan(
      PlanRequest request, TargetAccountState state, Optional<ImageReference> image) {
    problems = state.problems();
    var images = new PlannedImages(history, pushed, request.taskDefinition().containerName());
    var running = state.runningTaskDefinition().flatMap(ports.taskDefinitions()::describe);
    String before = running.map(TaskDefinitions.Registered::json).orElse("{}");
    var environment = request.environment();
    var runningImage = running.flatMap(images::running);
    var wantedImage = image.map(wanted -> images.wanted(wanted, request.maker()));
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
        runningImage,
        wantedImage,
        changes(before, wanted(request, before, image), request, state),
        because(request, state),
        state.standing().map(snapshot -> course(snapshot, request, state)),
        state.active().map(a -> a.id() + " " + a.status() + " since " + a.since()),
        problems.stream().map(XacctException::problem).toList(),
        Stream.concat(state.warnings().stream(), images.warnings().stream()).toList());
  }

  private DeploymentPlan.Course course(
      ServiceSnapshot snapshot, PlanRequest request, TargetAccountState state) {
    return PlannedCourse.of(
        snapshot,
        request.appSpec().settings(),
        request.checks(),
        state,
        ports.engine().foreignEndpoint());
  }

  /** Throws if the last plan found a problem for which a deployment would be refused. */
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

  /** The container and port of the load balancer, which no deployment changes. */
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
    if (state.lastDeploymentFailed()) {
      return Optional.of("the deployment of the running version has failed.");
    }
    if (state.split().isPresent()) {
      return Optional.of("production traffic is split: " + state.split().get() + ".");
    }
    return request.force() ? Optional.of("it is forced.") : Optional.empty();
  }
}
