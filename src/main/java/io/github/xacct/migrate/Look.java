package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads what a move has to know of a service, in the order in which one thing names the next. */
public final class Look {
  private final Account account;
  private final MigrationRequest wanted;
  private final Environment environment;
  private final ObjectNode json = MoveJson.object();

  private Look(Account account, MigrationRequest wanted) {
    this.account = account;
    this.wanted = wanted;
    this.environment = wanted.environment();
  }

  /**
   * Reads everything.
   *
   * @throws XacctException if there is no such service, or AWS refuses to show it
   */
  public static Found at(Account account, MigrationRequest wanted) {
    var look = new Look(account, wanted);
    look.service();
    look.codeDeploy();
    look.scaling();
    look.taskDefinition();
    var bearer = look.bearer();
    look.loadBalancing(bearer);
    look.begun(bearer);
    look.role();
    return new Found(look.json);
  }

  private void service() {
    JsonNode service =
        account
            .read(
                MoveRequest.service(environment.cluster(), environment.service())
                    .with("include", List.of("TAGS")))
            .map(answer -> answer.path("services").path(0))
            .filter(JsonNode::isObject)
            .orElseThrow(
                () ->
                    XacctException.yours(
                            "There is no service %s in cluster %s."
                                .formatted(environment.service(), environment.cluster()))
                        .suggestion("correct <cluster> or <service> of this environment"));
    ((ObjectNode) service).remove("events");
    json.set("service", service);
  }

  private Found found() {
    return new Found(json);
  }

  private void codeDeploy() {
    var inFlight = json.putArray("inFlight");
    if (found().ofCodeDeploy()) {
      var group =
          account.read(MoveRequest.group(environment.application(), environment.deploymentGroup()));
      group.ifPresent(
          answer -> {
            json.set("group", answer.path("deploymentGroupInfo"));
            account
                .read(
                    MoveRequest.inFlight(environment.application(), environment.deploymentGroup()))
                .ifPresent(list -> list.path("deployments").forEach(inFlight::add));
            configuration(configurationName(found(), environment));
            alarms(answer.path("deploymentGroupInfo"));
          });
    } else {
      MoveJson.stream(json.path("service").path("deployments"))
          .filter(d -> d.path("rolloutState").asText().equals("IN_PROGRESS"))
          .forEach(d -> inFlight.add(d.path("id")));
    }
  }

  /** What deployments are made with: the environment's own, or the group's. */
  static String configurationName(Found found, Environment environment) {
    return environment
        .deploymentConfiguration()
        .or(() -> found.group().map(g -> g.path("deploymentConfigName").asText()))
        .filter(name -> !name.isEmpty())
        .orElse("CodeDeployDefault.ECSAllAtOnce");
  }

  private void configuration(String name) {
    if (!name.startsWith("CodeDeployDefault.")) {
      perhaps(
              MoveRequest.to(MoveRequest.CODE_DEPLOY, "GetDeploymentConfig")
                  .with("deploymentConfigName", name))
          .ifPresent(answer -> json.set("configuration", answer.path("deploymentConfigInfo")));
    }
  }

  /** An answer that can be done without; that it is lacking is noted. */
  private Optional<JsonNode> perhaps(MoveRequest request) {
    try {
      return account.read(request);
    } catch (XacctException e) {
      var unseen = json.withArray("/unseen");
      if (!MoveJson.stream(unseen).map(JsonNode::asText).toList().contains(request.action())) {
        unseen.add(request.action());
      }
      return Optional.empty();
    }
  }

  private void loadBalancing(Optional<JsonNode> bearer) {
    var groups = targetGroups();
    json.set("targetGroups", groups);
    var health = json.putObject("health");
    var balancers = new TreeSet<String>();
    // In mid-move the rule may name the new target groups alone.
    bearer.ifPresent(
        group ->
            MoveJson.stream(group.path("LoadBalancerArns"))
                .forEach(b -> balancers.add(b.asText())));
    for (JsonNode group : groups) {
      String arn = group.path("TargetGroupArn").asText();
      MoveJson.stream(group.path("LoadBalancerArns")).forEach(b -> balancers.add(b.asText()));
      account
          .read(MoveRequest.to(MoveRequest.ELB, "DescribeTargetHealth").with("TargetGroupArn", arn))
          .ifPresent(answer -> health.set(arn, answer.path("TargetHealthDescriptions")));
    }
    if (MoveTags.bearer(found(), wanted.way()).isPresent()) {
      MoveJson.texts(groups, "TargetGroupArn").forEach(this::like);
    }
    var listeners = json.putArray("listeners");
    for (String balancer : balancers) {
      account
          .read(
              MoveRequest.to(MoveRequest.ELB, "DescribeListeners")
                  .with("LoadBalancerArn", balancer))
          .ifPresent(answer -> answer.path("Listeners").forEach(listeners::add));
    }
    var rules = json.putObject("rules");
    for (JsonNode listener : listeners) {
      String arn = listener.path("ListenerArn").asText();
      if (!Found.isNetwork(arn)) {
        account
            .read(MoveRequest.to(MoveRequest.ELB, "DescribeRules").with("ListenerArn", arn))
            .ifPresent(answer -> rules.set(arn, answer.path("Rules")));
      }
    }
  }

  /** Those of the deployment group by name, else those of the service by ARN. */
  private JsonNode targetGroups() {
    var names =
        found().group().stream()
            .flatMap(
                group ->
                    MoveJson.stream(group.path("loadBalancerInfo").path("targetGroupPairInfoList")))
            .flatMap(pair -> MoveJson.texts(pair.path("targetGroups"), "name").stream())
            .toList();
    var request = MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroups");
    var arns =
        MoveJson.stream(json.path("service").path("loadBalancers"))
            .flatMap(
                balancer ->
                    java.util.stream.Stream.of(
                        balancer.path("targetGroupArn").asText(),
                        balancer
                            .path("advancedConfiguration")
                            .path("alternateTargetGroupArn")
                            .asText()))
            .filter(arn -> !arn.isEmpty())
            .toList();
    if (names.isEmpty() && arns.isEmpty()) {
      return MoveJson.array();
    }
    Optional<JsonNode> answer =
        account.read(
            names.isEmpty() ? request.with("TargetGroupArns", arns) : request.with("Names", names));
    return answer.map(a -> a.path("TargetGroups")).orElseGet(MoveJson::array);
  }

  /** What a second service is to have too. */
  private void scaling() {
    if (wanted.way() == Way.IN_PLACE) {
      return;
    }
    scaling("ScalableTargets")
        .map(targets -> targets.path(0))
        .filter(JsonNode::isObject)
        .ifPresent(
            target -> {
              var scaling = json.putObject("scaling");
              scaling.set("target", target);
              scaling("ScalingPolicies").ifPresent(all -> scaling.set("policies", all));
              scaling("ScheduledActions").ifPresent(all -> scaling.set("actions", all));
            });
  }

  /** A second service is created with it. */
  private void taskDefinition() {
    if (wanted.way() != Way.IN_PLACE) {
      perhaps(
              MoveRequest.to(MoveRequest.ECS, "DescribeTaskDefinition")
                  .with("taskDefinition", found().taskDefinition()))
          .ifPresent(
              answer ->
                  json.set("taskDefinitionStatus", answer.path("taskDefinition").path("status")));
    }
  }

  private Optional<JsonNode> scaling(String what) {
    return perhaps(MoveRequest.scaling(what, environment.cluster(), environment.service()))
        .map(answer -> answer.path(what));
  }

  /** What new target groups are to have too. */
  private void like(String targetGroup) {
    perhaps(
            MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroupAttributes")
                .with("TargetGroupArn", targetGroup))
        .ifPresent(a -> json.withObject("/attributes").set(targetGroup, a.path("Attributes")));
    perhaps(tagsOf(targetGroup))
        .ifPresent(
            a ->
                json.withObject("/targetGroupTags")
                    .set(targetGroup, a.path("TagDescriptions").path(0).path("Tags")));
  }

  private static MoveRequest tagsOf(String targetGroup) {
    return MoveRequest.to(MoveRequest.ELB, "DescribeTags")
        .with("ResourceArns", List.of(targetGroup));
  }

  /** The target group that would have the tags of the move, if it is there. */
  private Optional<JsonNode> bearer() {
    return MoveTags.bearer(found(), wanted.way())
        .flatMap(name -> perhaps(TargetGroupNames.named(name)))
        .map(answer -> answer.path("TargetGroups").path(0))
        .filter(JsonNode::isObject);
  }

  /** Of a move that has begun, what was found is put back to how it was then. */
  private void begun(Optional<JsonNode> bearer) {
    var tags = bearer.flatMap(this::tags);
    if (tags.filter(t -> MoveTags.begun(t, found(), wanted.way())).isPresent()) {
      json.put("begun", true);
      MoveTags.restore(json, tags.get());
      return;
    }
    boolean readable =
        MoveJson.stream(json.path("unseen"))
            .map(JsonNode::asText)
            .noneMatch((MoveRequest.ELB + ":DescribeTags")::equals);
    if (bearer.isPresent() && readable) {
      json.set("leftTargetGroup", bearer.get().path("TargetGroupName"));
    }
    if (wanted.way() != Way.IN_PLACE) {
      String second = wanted.way().second(environment.service());
      json.put(
          "secondService",
          perhaps(MoveRequest.service(environment.cluster(), second))
              .filter(a -> a.path("services").path(0).path("status").asText().equals("ACTIVE"))
              .isPresent());
    }
  }

  private Optional<JsonNode> tags(JsonNode targetGroup) {
    String arn = targetGroup.path("TargetGroupArn").asText();
    return perhaps(tagsOf(arn))
        .map(
            answer -> {
              var tags = MoveJson.object();
              answer
                  .path("TagDescriptions")
                  .path(0)
                  .path("Tags")
                  .forEach(tag -> tags.set(tag.path("Key").asText(), tag.path("Value")));
              return tags;
            });
  }

  private void role() {
    var role = json.putObject("role");
    if (wanted.way() == Way.BACK) {
      var application =
          MoveRequest.to(MoveRequest.CODE_DEPLOY, "GetApplication")
              .with("applicationName", environment.application());
      json.put("application", account.read(application).isPresent());
      return;
    }
    trust(role, wanted.infrastructureRole());
    if (found().ofCodeDeploy()) {
      wanted.roleOfHooks().ifPresent(hooks -> trust(json.putObject("hookRole"), hooks));
    }
  }

  private void trust(ObjectNode role, RoleArn arn) {
    var request = MoveRequest.to("iam", "GetRole").with("RoleName", arn.name());
    try {
      account
          .read(request)
          .map(answer -> answer.path("Role").path("AssumeRolePolicyDocument"))
          .ifPresentOrElse(
              document -> role.set("trust", Trust.of(document)), () -> role.put("missing", true));
    } catch (XacctException e) {
      role.put("unseen", e.getMessage());
    }
  }

  /** One that rings when a deployment begins is ignored by ECS. */
  private void alarms(JsonNode group) {
    var names = MoveJson.texts(group.path("alarmConfiguration").path("alarms"), "name");
    if (names.isEmpty()) {
      return;
    }
    var ringing = json.putArray("ringing");
    var request =
        MoveRequest.to("cloudwatch", "DescribeAlarms")
            .with("AlarmNames", names)
            .with("AlarmTypes", List.of("CompositeAlarm", "MetricAlarm"));
    perhaps(request)
        .ifPresent(
            answer -> {
              var there =
                  java.util.stream.Stream.concat(
                          MoveJson.stream(answer.path("MetricAlarms")),
                          MoveJson.stream(answer.path("CompositeAlarms")))
                      .toList();
              there.stream()
                  .filter(alarm -> alarm.path("StateValue").asText().equals("ALARM"))
                  .forEach(alarm -> ringing.add(alarm.path("AlarmName")));
              var absent = json.putArray("absentAlarms");
              var present = there.stream().map(a -> a.path("AlarmName").asText()).toList();
              names.stream().filter(name -> !present.contains(name)).forEach(absent::add);
            });
  }
}
