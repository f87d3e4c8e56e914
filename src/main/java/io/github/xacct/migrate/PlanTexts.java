package io.github.xacct.migrate;

import io.github.xacct.model.DocPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The texts of a move's plan. */
final class PlanTexts {
  private static final List<String> OF_THE_CONTROLLER =
      List.of(
          "which members UpdateService requires for the change from CODE_DEPLOY to ECS, and whether"
              + " it starts a deployment at once (the last step waits until none is in flight)",
          "whether that change replaces tasks, what taskSets shows meanwhile, and how long it"
              + " takes");

  private static final List<String> OF_ECS =
      List.of(
          "what ECS does with a bake time of 0, and without one for CANARY and LINEAR",
          "whether the deployment circuit breaker works with CANARY and LINEAR",
          "whether alarms are evaluated before the bake time",
          "the state of the test rule after a deployment",
          "how auto scaling is split between the old and the new tasks of a deployment");

  private PlanTexts() {}

  /** Returns what AWS does not document about the service's new engine. */
  static List<String> undocumented(Migration migration) {
    var move = migration.move();
    return switch (move.wanted().way()) {
      case IN_PLACE ->
          move.found().ofCodeDeploy()
              ? Stream.concat(OF_THE_CONTROLLER.stream(), OF_ECS.stream()).toList()
              : OF_ECS;
      case PARALLEL -> OF_ECS;
      case BACK -> List.of();
    };
  }

  static String wayBack(Migration migration) {
    var move = migration.move();
    String goal = "mvn xacct:migrate -Denv=" + move.wanted().environment().name();
    if (move.wanted().way() == Way.IN_PLACE && move.found().ofCodeDeploy()) {
      return """
      service %s has no way back in place: AWS refuses a change of the deployment \
      controller from ECS to CODE_DEPLOY. A second service, which CodeDeploy deploys, \
      can take over the traffic: %s -Dxacct.way=back. An earlier version of the app is \
      deployed again by mvn xacct:rollback"""
          .formatted(move.service(), goal);
    }
    String command = move.takingBack();
    return move.wanted().way() == Way.IN_PLACE
        ? command + " changes the strategy to ROLLING again, with the target group that serves then"
        : command
            + " sends all requests to service "
            + move.service()
            + " again, as long as that service runs";
  }

  private static String unseen(String action) {
    boolean copied =
        action.startsWith(MoveRequest.SCALING)
            || action.endsWith(":DescribeTargetGroupAttributes")
            || action.endsWith(":DescribeTags");
    return (copied ? "not copied" : "not checked") + ", because the role lacks " + action;
  }

  static List<String> notes(Migration migration) {
    var notes = new ArrayList<String>();
    var move = migration.move();
    if (!move.found().ringing().isEmpty()) {
      notes.add(
          "in ALARM now: "
              + String.join(", ", move.found().ringing())
              + ". ECS ignores an alarm that is in ALARM when a deployment begins");
    }
    notes.addAll(StackNotes.notes(move));
    for (String rule : RoutingReader.others(move.found(), move.routing())) {
      notes.add(
          """
          rule %s forwards to the same target groups, and ECS does not change it: after \
          a deployment its requests meet no task. Let it redirect to the production \
          listener, or remove it"""
              .formatted(rule));
    }
    var hooks = HookTranslation.of(move.found(), move.wanted(), move.routing());
    if (!hooks.functions().isEmpty()) {
      notes.add(
          "the functions of the hooks must answer ECS before the first deployment; one that answers"
              + " both engines: "
              + DocPage.MOVING);
    }
    if (move.found().hookRole().hasNonNull("unseen")) {
      notes.add(
          "not checked: whether the role of the hooks trusts ecs.amazonaws.com, because the role"
              + " lacks iam:GetRole");
    }
    move.found().json().path("unseen").forEach(action -> notes.add(unseen(action.asText())));
    if (move.found().role().hasNonNull("unseen")) {
      notes.add(
          "not checked: whether the infrastructure role "
              + move.wanted().infrastructureRole()
              + " trusts ecs.amazonaws.com, because the role lacks iam:GetRole");
    }
    if (!move.found().service().path("serviceRegistries").isEmpty()) {
      notes.add(
          "the service is registered in service discovery, which does not follow the load balancer:"
              + " its clients reach the new tasks as soon as these run");
    }
    if (move.wanted().way() != Way.IN_PLACE) {
      notes.add("both services run with all their tasks until the first one is deleted");
    }
    return notes;
  }

  static List<String> afterwards(Migration migration) {
    var lines = new ArrayList<String>();
    var move = migration.move();
    lines.addAll(StackNotes.afterwards(move));
    var environment = move.wanted().environment();
    String region = " --region " + environment.region();
    if (move.wanted().way() != Way.IN_PLACE || !StackNotes.ofBootstrap(move)) {
      lines.add(
          "copy "
              + MigrationReport.CONFIGURATION
              + " into the pom, and grant the deploy role the permissions "
              + (move.wanted().way() == Way.BACK
                  ? "that it needs for CodeDeploy"
                  : "of deploy-role-policy.json"));
    }
    lines.add("deploy once: mvn deploy -Denv=" + environment.name());
    if (move.wanted().way() != Way.IN_PLACE) {
      lines.add(
          "after some days: aws ecs delete-service --force --cluster %s --service %s%s"
              .formatted(move.cluster(), move.service(), region));
    }
    if (move.found().ofCodeDeploy()) {
      lines.add(
          """
          %saws deploy delete-deployment-group --application-name %s \
          --deployment-group-name %s%s"""
              .formatted(
                  move.wanted().way() == Way.IN_PLACE ? "after some days: " : "and: ",
                  environment.application(),
                  environment.deploymentGroup(),
                  region));
    }
    lines.add(
        "tools that own the listener (CloudFormation, CDK, Terraform) must ignore the weights of its"
            + " rules from now on");
    return lines;
  }

  static String of(String file) {
    return switch (file) {
      case "infrastructure-role-trust.json" -> "trust policy of the infrastructure role";
      case "hook-role-trust.json" -> "trust policy of the role with which ECS invokes functions";
      case "hook-role-policy.json" -> "which functions ECS may invoke";
      case "infrastructure-role-policy.json" -> "what the infrastructure role may do";
      case "deploy-role-policy.json" ->
          "what the deploy role needs in place of its statements for codedeploy:";
      case "codedeploy-role-trust.json" -> "trust policy of CodeDeploy's role";
      case "codedeploy-role-policy.json" -> "what CodeDeploy's role needs for the new service";
      case MigrationReport.CONFIGURATION ->
          "what changes in the environment's configuration and stack parameters";
      case "migration-role-policy.json" -> "what the role needs that performs these steps";
      default -> "events in place of the deployment group's triggers";
    };
  }
}
