package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.ResourceDrift.Difference;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Sets the deployment configuration of services that ECS itself deploys: strategy, bake time,
 * alarms, pauses and hooks, by a call that starts no deployment. They are not in the template: an
 * update of the service by CloudFormation would deploy the task definition of its creation, and a
 * pause would block the creation itself.
 */
final class EcsSettings {
  private final Accounts accounts;
  private final Reporter reporter;
  private final Map<String, List<String>> lines = new ConcurrentSkipListMap<>();

  EcsSettings(Accounts accounts, Reporter reporter) {
    this.accounts = accounts;
    this.reporter = reporter;
  }

  /**
   * Reads the service of an existing stack and records what would change.
   *
   * @throws XacctException if another engine than the configured one deploys it
   */
  void look(Stack stack, StackState state) {
    if (stack.template() != Template.SERVICE) {
      return;
    }
    boolean mayBeMoved = "true".equals(state.parameters().get("RoleOfEcs"));
    if (stack.deployments().isPresent() || mayBeMoved) {
      accounts
          .in(stack.place())
          .service(cluster(stack), service(stack))
          .ifPresent(service -> look(stack, service));
    }
  }

  private void look(Stack stack, EcsServiceState service) {
    if (stack.deployments().isPresent()) {
      compare(stack, service);
    } else if (service.isDeployedByEcs()) {
      throw noWayBack(stack);
    }
  }

  private void compare(Stack stack, EcsServiceState service) {
    if (!service.isDeployedByEcs()) {
      throw notMoved(stack, service);
    }
    var differences = service.differences(stack.deployments().orElseThrow());
    if (!differences.isEmpty()) {
      var shown = new ArrayList<String>();
      shown.add(stack.place() + ": " + stack.name() + ", how ECS deploys " + service(stack));
      differences.forEach(difference -> shown.add("  ~ change     " + line(difference)));
      lines.put(stack.name(), shown);
    }
  }

  private static String line(Difference difference) {
    String before = difference.actual().isEmpty() ? "nothing" : difference.actual();
    return difference.path().substring(1) + ": " + before + " -> " + difference.expected();
  }

  /** Returns the lines of what would change in existing services. */
  List<String> lines() {
    return lines.values().stream().flatMap(List::stream).toList();
  }

  /** Sets the deployment configuration if it differs. */
  void apply(Stack stack) {
    if (stack.deployments().isEmpty()) {
      return;
    }
    var requested = stack.deployments().get();
    var cloudFormation = accounts.in(stack.place());
    var service = cloudFormation.service(cluster(stack), service(stack)).orElseThrow();
    if (!service.isDeployedByEcs()) {
      throw notMoved(stack, service);
    }
    if (!service.differences(requested).isEmpty()) {
      cloudFormation.configure(cluster(stack), service(stack), requested);
      reporter.report(
          new Event.Note(
              "%s: set how ECS deploys %s: %s, bake time %s min, %s alarms, %s pauses and hooks"
                  .formatted(
                      stack.name(),
                      service(stack),
                      requested.path("strategy").asText(),
                      requested.path("bakeTimeInMinutes"),
                      requested.at("/alarms/alarmNames").size(),
                      requested.path("lifecycleHooks").size())));
    }
  }

  static String cluster(Stack stack) {
    return Objects.requireNonNull(stack.values().get("ClusterName"));
  }

  static String service(Stack stack) {
    return stack.values().get("AppName") + "-" + stack.values().get("EnvName");
  }

  private static XacctException notMoved(Stack stack, EcsServiceState service) {
    return XacctException.yours(
            "Service %s in %s is not deployed by ECS, although <engine> is ecs."
                .formatted(service(stack), stack.place()))
        .evidence("Its deployment controller is " + service.controller() + ".")
        .suggestion(
            "an update of the stack cannot move it: leave <engine> out until mvn xacct:migrate has"
                + " moved it: "
                + DocPage.MOVING)
        .suggestion("Nothing was changed.");
  }

  private static XacctException noWayBack(Stack stack) {
    return XacctException.yours(
            "Service %s in %s is deployed by ECS, although <engine> is codedeploy."
                .formatted(service(stack), stack.place()))
        .evidence("AWS moves no service from the controller ECS to CODE_DEPLOY.")
        .suggestion("set <engine>ecs</engine>; or create a new environment, and move the traffic")
        .suggestion("there. Nothing was changed.");
  }
}
