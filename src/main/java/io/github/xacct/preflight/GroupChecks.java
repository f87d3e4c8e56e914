package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.GROUP_ALARMS;
import static io.github.xacct.preflight.Check.GROUP_CONFIGURATION;
import static io.github.xacct.preflight.Check.GROUP_EXISTS;
import static io.github.xacct.preflight.Check.GROUP_PLATFORM;
import static io.github.xacct.preflight.Check.GROUP_ROLE;
import static io.github.xacct.preflight.Check.GROUP_ROLE_PERMISSIONS;
import static io.github.xacct.preflight.Check.GROUP_ROLLBACK;
import static io.github.xacct.preflight.Check.GROUP_SERVICE;
import static io.github.xacct.preflight.Check.GROUP_STYLE;
import static io.github.xacct.preflight.Check.GROUP_WAITS;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.preflight.Question.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks whether the CodeDeploy deployment group can deploy to the service safely. */
final class GroupChecks implements Section {
  private final SetUp setUp;
  private final DeploymentRules rules;

  GroupChecks(SetUp setUp) {
    this.setUp = setUp;
    this.rules = new DeploymentRules(setUp.environment);
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        GROUP_EXISTS, this::exists,
        GROUP_PLATFORM, this::platform,
        GROUP_SERVICE, this::service,
        GROUP_STYLE, this::style,
        GROUP_WAITS, this::waits,
        GROUP_CONFIGURATION, this::configuration,
        GROUP_ALARMS, () -> new GroupAlarms(setUp).verdict(update()),
        GROUP_ROLLBACK, this::rollback,
        GROUP_ROLE, this::role,
        GROUP_ROLE_PERMISSIONS, this::rolePermissions);
  }

  private CheckVerdict exists() {
    var environment = setUp.environment;
    return setUp.group().isPresent()
        ? CheckVerdict.ok(environment.application() + "/" + environment.deploymentGroup())
        : CheckVerdict.of(Optional.of(rules.noGroup()), "")
            .because(setUp.evidence(setUp.ofGroup("codedeploy:GetDeploymentGroup")));
  }

  private CheckVerdict platform() {
    var group =
        setUp.group().orElseThrow(() -> new Skip("there is no deployment group (group.exists)"));
    return CheckVerdict.of(rules.platform(group), "ECS")
        .because("CodeDeploy: computePlatform " + group.path("computePlatform").asText());
  }

  private CheckVerdict service() {
    String ours = setUp.environment.cluster() + "/" + setUp.environment.service();
    return CheckVerdict.of(rules.serviceOf(setUp.needGroup()), ours)
        .hint("correct <deploymentGroup>, or <cluster> and <service>: a service has one group.");
  }

  private CheckVerdict style() {
    var style = setUp.needGroup().path("deploymentStyle");
    String type = style.path("deploymentType").asText("IN_PLACE");
    String option = style.path("deploymentOption").asText("WITHOUT_TRAFFIC_CONTROL");
    if (type.equals("BLUE_GREEN") && option.equals("WITH_TRAFFIC_CONTROL")) {
      return CheckVerdict.ok(type + " " + option);
    }
    return CheckVerdict.fail(
            "The deployment group's style is %s %s; ECS needs BLUE_GREEN WITH_TRAFFIC_CONTROL."
                .formatted(type, option))
        .evidence("CodeDeploy: deploymentStyle " + style)
        .fix(
            update()
                + " --deployment-style deploymentType=BLUE_GREEN,deploymentOption=WITH_TRAFFIC_CONTROL");
  }

  private CheckVerdict waits() {
    var configuration = setUp.needGroup().path("blueGreenDeploymentConfiguration");
    var ready = configuration.path("deploymentReadyOption");
    boolean stops = ready.path("actionOnTimeout").asText().equals("STOP_DEPLOYMENT");
    int readyWait = stops ? ready.path("waitTimeInMinutes").asInt() : 0;
    var terminate = configuration.path("terminateBlueInstancesOnDeploymentSuccess");
    boolean keeps = terminate.path("action").asText().equals("KEEP_ALIVE");
    int termination = terminate.path("terminationWaitTimeInMinutes").asInt();
    if (setUp.intent.checks().any() && readyWait == 0) {
      return CheckVerdict.warn(
              "The group does not wait before it shifts traffic: smoke tests, verify command and"
                  + " approval are skipped")
          .evidence("CodeDeploy: deploymentReadyOption " + ready)
          .fix(
              """
                  %s --blue-green-deployment-configuration \
                  'deploymentReadyOption={actionOnTimeout=STOP_DEPLOYMENT,waitTimeInMinutes=30},terminateBlueInstancesOnDeploymentSuccess={action=TERMINATE,terminationWaitTimeInMinutes=%s}'"""
                  .formatted(update(), termination));
    }
    if (keeps) {
      return CheckVerdict.warn("The group keeps the old task set alive after each deployment")
          .evidence("CodeDeploy: terminateBlueInstancesOnDeploymentSuccess " + terminate)
          .fix(
              "set its action to TERMINATE, else blue must be stopped by hand before the next one.");
    }
    return CheckVerdict.ok(
        "ready wait " + readyWait + " min, termination wait " + termination + " min");
  }

  private CheckVerdict configuration() {
    setUp.needGroup();
    String name = setUp.configuration();
    var question =
        Question.target("codedeploy:GetDeploymentConfig").with("deploymentConfigName", name);
    var found = setUp.facts.find(question);
    if (found.isEmpty()) {
      return CheckVerdict.fail("There is no deployment configuration " + name + ".")
          .evidence(setUp.evidence(question))
          .fix(
              "write one into <deploymentConfiguration>, such as CodeDeployDefault.ECSAllAtOnce;",
              "aws deploy list-deployment-configs --region " + setUp.environment.region());
    }
    String platform =
        found.get().path("deploymentConfigInfo").path("computePlatform").asText("ECS");
    if (!platform.equals("ECS")) {
      return CheckVerdict.fail(
              "Deployment configuration " + name + " is for " + platform + ", not ECS.")
          .evidence("CodeDeploy: computePlatform " + platform)
          .fix("write another one into <deploymentConfiguration>.");
    }
    return CheckVerdict.ok(name);
  }

  private CheckVerdict rollback() {
    var configuration = setUp.needGroup().path("autoRollbackConfiguration");
    var events = JsonLists.texts(configuration.path("events"));
    boolean enabled = configuration.path("enabled").asBoolean();
    var wanted = new ArrayList<>(List.of("DEPLOYMENT_FAILURE"));
    if (setUp.needGroup().path("alarmConfiguration").path("enabled").asBoolean()) {
      wanted.add("DEPLOYMENT_STOP_ON_ALARM");
    }
    if (enabled && events.containsAll(wanted)) {
      return CheckVerdict.ok("on " + Snippets.list(events));
    }
    return CheckVerdict.warn(
            "A deployment that fails while it is not followed is not rolled back: the group has no auto"
                + " rollback on "
                + Snippets.list(
                    wanted.stream().filter(e -> !enabled || !events.contains(e)).toList()))
        .evidence("CodeDeploy: autoRollbackConfiguration " + configuration)
        .fix(
            update()
                + " --auto-rollback-configuration enabled=true,events="
                + "DEPLOYMENT_FAILURE,DEPLOYMENT_STOP_ON_ALARM");
  }

  private CheckVerdict role() {
    var role = setUp.groupRole();
    return new TrustedRole(setUp, role, NeededActions.CODE_DEPLOY)
        .problem("CodeDeploy's service role")
        .orElseGet(() -> CheckVerdict.ok(role + " trusts CodeDeploy"));
  }

  private CheckVerdict rolePermissions() {
    var role = setUp.groupRole();
    if (setUp.role(role).isEmpty()) {
      throw new Skip("the role does not exist (group.role)");
    }
    var listeners = new ArrayList<String>();
    for (JsonNode pair : setUp.needGroup().at("/loadBalancerInfo/targetGroupPairInfoList")) {
      listeners.addAll(JsonLists.texts(pair.at("/prodTrafficRoute/listenerArns")));
      listeners.addAll(JsonLists.texts(pair.at("/testTrafficRoute/listenerArns")));
    }
    boolean alarms = setUp.needGroup().path("alarmConfiguration").path("enabled").asBoolean();
    var needs = new NeededActions(setUp).codeDeployRole(listeners, alarms);
    var refused = SimulatedPermissions.of(setUp, Side.TARGET, role.toString(), needs).refused();
    if (refused.isEmpty()) {
      return CheckVerdict.ok(needs.size() + " actions to move tasks and traffic");
    }
    var verdict =
        CheckVerdict.fail(
            "CodeDeploy's service role %s may not %s."
                .formatted(
                    role,
                    Snippets.list(
                        refused.stream().map(d -> d.need().action()).distinct().toList())));
    for (var one : refused) {
      verdict = verdict.evidence(one.words());
    }
    return verdict
        .fix("Attach AWSCodeDeployRoleForECS to it, or add to its policy:")
        .fix(
            Snippets.statement(
                "NeededByCodeDeploy",
                refused.stream().map(SimulatedPermissions.Decided::need).toList()));
  }

  private String update() {
    return """
    aws deploy update-deployment-group --application-name %s \
    --current-deployment-group-name %s --region %s"""
        .formatted(
            setUp.environment.application(),
            setUp.environment.deploymentGroup(),
            setUp.environment.region());
  }
}
