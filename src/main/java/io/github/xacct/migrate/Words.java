package io.github.xacct.migrate;

import java.util.ArrayList;
import java.util.List;

/** The sentences of a move's report. */
final class Words {
  /** Nobody has been able to read how AWS does these. */
  static final List<String> UNDOCUMENTED =
      List.of(
          "which members UpdateService requires for CODE_DEPLOY to ECS, and whether it starts a"
              + " deployment at once; the last step waits until none is in flight",
          "whether tasks are replaced by it, what taskSets shows meanwhile, and how long it takes",
          "what ECS does with a bake time of 0, and without one for CANARY and LINEAR",
          "whether the deployment circuit breaker works with CANARY and LINEAR",
          "whether alarms are looked at before the bake time",
          "the state of the test rule after a deployment",
          "how auto scaling is split between the old and the new tasks of a deployment");

  private Words() {}

  static String wayBack(Migration migration) {
    return switch (migration.move().wanted().way()) {
      case IN_PLACE ->
          migration.move().found().ofCodeDeploy()
              ? "there is none for this service: AWS refuses a change from ECS to CODE_DEPLOY. A new"
                  + " service takes over the traffic: mvn xacct:migrate -Dxacct.way=back. Earlier"
                  + " versions of the app come back by mvn xacct:rollback"
              : "UpdateService with the strategy ROLLING";
      case PARALLEL ->
          "as long as service "
              + migration.move().service()
              + " stands, the production rule's weights: all requests to "
              + migration.live();
      case BACK ->
          "as long as service "
              + migration.move().service()
              + " stands, the production rule's weights: all requests to "
              + migration.live();
    };
  }

  static List<String> notes(Migration migration) {
    var notes = new ArrayList<String>();
    var move = migration.move();
    if (!move.found().ringing().isEmpty()) {
      notes.add(
          "in ALARM now: "
              + String.join(", ", move.found().ringing())
              + "; ECS ignores it for a deployment that begins then");
    }
    if (!move.wanted().hooks().isEmpty() && move.wanted().way() != Way.BACK) {
      notes.add(
          "the functions of the AppSpec's hooks are invoked no more: deploy new ones, and add them to"
              + " the service ("
              + MigrationReport.CONFIGURATION
              + "), before the first deployment");
    }
    move.found()
        .json()
        .path("unseen")
        .forEach(action -> notes.add("not seen, because the role may not: " + action.asText()));
    if (move.found().role().hasNonNull("unseen")) {
      notes.add(
          "the infrastructure role "
              + move.wanted().infrastructureRole()
              + " cannot be looked at, so nobody has checked whether it trusts ecs.amazonaws.com");
    }
    if (!move.found().service().path("serviceRegistries").isEmpty()) {
      notes.add(
          "the service is registered with service discovery, which knows no target groups: its"
              + " clients meet the new tasks as soon as they run");
    }
    if (move.wanted().way() != Way.IN_PLACE) {
      notes.add(
          "attributes of target groups (deregistration delay, stickiness), tags and auto scaling of"
              + " the service are not copied: aws elbv2 modify-target-group-attributes, aws"
              + " application-autoscaling register-scalable-target");
      notes.add("both services run with all their tasks until the first one is removed");
    }
    return notes;
  }

  static List<String> afterwards(Migration migration) {
    var lines = new ArrayList<String>();
    var move = migration.move();
    var environment = move.wanted().environment();
    String region = " --region " + environment.region();
    if (move.wanted().way() == Way.IN_PLACE) {
      lines.add("deploy once: mvn deploy -Denv=" + environment.name());
      if (move.found().ofCodeDeploy()) {
        lines.add(
            "after some days: aws deploy delete-deployment-group --application-name "
                + environment.application()
                + " --deployment-group-name "
                + environment.deploymentGroup()
                + region);
      }
    } else {
      lines.add("deploy once: mvn deploy -Denv=" + environment.name());
      lines.add(
          "after some days: aws ecs delete-service --force --cluster "
              + move.cluster()
              + " --service "
              + move.service()
              + region);
    }
    lines.add(
        "tools that own the listener (CloudFormation, CDK, Terraform) must ignore the weights of its"
            + " rules from now on");
    return lines;
  }

  static String of(String file) {
    return switch (file) {
      case "infrastructure-role-trust.json" -> "trust policy of the infrastructure role";
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
