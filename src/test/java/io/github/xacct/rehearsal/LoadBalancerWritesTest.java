package io.github.xacct.rehearsal;

import static io.github.xacct.rehearsal.Refusals.refused;
import static io.github.xacct.rehearsal.StackFixture.TEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Write operations on load balancers, and a listener that is corrected under traffic. */
class LoadBalancerWritesTest {
  private static final String BALANCER =
      """
      Resources:
        Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
        B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
        Balancer:
          Type: AWS::ElasticLoadBalancingV2::LoadBalancer
          Properties: {Name: front, Subnets: [!Ref A, !Ref B]}
      Outputs: {Arn: {Value: !Ref Balancer}}
      """;

  @TempDir Path folder;

  @Test
  @SuppressWarnings({"try", "unchecked"}) // StackFixture.close; the SDK's builders
  void listenersRulesGroupsAndTagsComeChangeAndGo() throws Exception {
    try (StackFixture aws = new StackFixture(folder);
        ElasticLoadBalancingV2Client elb =
            aws.client(ElasticLoadBalancingV2Client.builder(), TEST)) {
      String balancer = StackFixture.output(aws.deploy(TEST, "front", BALANCER), "Arn");
      String group =
          elb.createTargetGroup(b -> b.name("tg").port(80).protocol("HTTP").targetType("ip"))
              .targetGroups()
              .get(0)
              .targetGroupArn();
      assertThat(
              elb.createTargetGroup(b -> b.name("tg").port(80).protocol("HTTP").targetType("ip"))
                  .targetGroups()
                  .get(0)
                  .targetGroupArn())
          .isEqualTo(group);
      refused(
          () -> elb.createTargetGroup(b -> b.name("tg").port(81).protocol("HTTP")),
          "DuplicateTargetGroupName",
          "A target group with the same name 'tg' exists, but with different settings");
      String listener =
          elb.createListener(
                  b ->
                      b.loadBalancerArn(balancer)
                          .port(80)
                          .protocol("HTTP")
                          .tags(t -> t.key("team").value("shop"))
                          .defaultActions(
                              a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group)))
              .listeners()
              .get(0)
              .listenerArn();
      refused(
          () ->
              elb.createListener(
                  b ->
                      b.loadBalancerArn(balancer)
                          .port(80)
                          .protocol("HTTP")
                          .defaultActions(
                              a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group))),
          "DuplicateListener",
          "A listener already exists on this port for this load balancer '" + balancer + "'");
      refused(
          () -> elb.deleteTargetGroup(b -> b.targetGroupArn(group)),
          "ResourceInUse",
          "Target group '" + group + "' is currently in use by a listener or a rule");
      Rule first = rule(elb, listener, group, 10);
      Rule second = rule(elb, listener, group, 20);
      refused(
          () -> rule(elb, listener, group, 20),
          "PriorityInUse",
          "Priority '20' is currently in use");
      elb.setRulePriorities(
          b ->
              b.rulePriorities(
                  p -> p.ruleArn(first.ruleArn()).priority(20),
                  p -> p.ruleArn(second.ruleArn()).priority(10)));
      elb.modifyRule(
          b ->
              b.ruleArn(first.ruleArn())
                  .actions(
                      a ->
                          a.type(ActionTypeEnum.FIXED_RESPONSE)
                              .fixedResponseConfig(f -> f.statusCode("418"))));
      List<Rule> rules = elb.describeRules(b -> b.listenerArn(listener)).rules();
      assertThat(rules)
          .extracting(Rule::ruleArn, Rule::priority)
          .startsWith(
              org.assertj.core.groups.Tuple.tuple(second.ruleArn(), "10"),
              org.assertj.core.groups.Tuple.tuple(first.ruleArn(), "20"));
      assertThat(rules.get(1).actions().get(0).fixedResponseConfig().statusCode()).isEqualTo("418");
      String byDefault = rules.get(2).ruleArn();
      refused(
          () -> elb.deleteRule(b -> b.ruleArn(byDefault)),
          "OperationNotPermitted",
          "Default rule '" + byDefault + "' cannot be deleted");
      elb.addTags(b -> b.resourceArns(listener).tags(t -> t.key("more").value("1")));
      elb.removeTags(b -> b.resourceArns(listener).tagKeys("team"));
      assertThat(elb.describeTags(b -> b.resourceArns(listener)).tagDescriptions().get(0).tags())
          .extracting(t -> t.key() + "=" + t.value())
          .containsExactly("more=1");
      elb.modifyTargetGroup(b -> b.targetGroupArn(group).healthCheckPath("/health"));
      elb.modifyTargetGroupAttributes(
          b ->
              b.targetGroupArn(group)
                  .attributes(a -> a.key("deregistration_delay.timeout_seconds").value("5")));
      assertThat(elb.describeTargetGroups().targetGroups().get(0).healthCheckPath())
          .isEqualTo("/health");
      elb.deleteRule(b -> b.ruleArn(second.ruleArn()));
      elb.deleteListener(b -> b.listenerArn(listener));
      elb.deleteTargetGroup(b -> b.targetGroupArn(group));
      assertThat(elb.describeTargetGroups().targetGroups()).isEmpty();
      refused(
          () -> elb.describeRules(b -> b.listenerArn(listener)),
          "ListenerNotFound",
          "One or more listeners not found");
    }
  }

  @SuppressWarnings("unchecked") // the SDK's builders
  private static Rule rule(
      ElasticLoadBalancingV2Client elb, String listener, String group, int priority) {
    return elb.createRule(
            b ->
                b.listenerArn(listener)
                    .priority(priority)
                    .conditions(
                        c ->
                            c.field("path-pattern")
                                .pathPatternConfig(p -> p.values("/" + priority)))
                    .actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group)))
        .rules()
        .get(0);
  }

  @Test
  void aListenerThatAStopLeftHalfOnGreenIsRepairedUnderTraffic() throws Exception {
    Setting canary = Setting.in(folder).configured("CodeDeployDefault.ECSCanary10Percent15Minutes");
    try (Stage stage = new Stage(canary.minute(55))) {
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      Stage.awaitThat(
          () -> stage.target(id).at("/taskSetsInfo/1/trafficWeight").asDouble() == 10.0,
          () -> stage.target(id).toString());
      stage.call(
          "codedeploy",
          "StopDeployment",
          "{'deploymentId':'" + id + "','autoRollbackEnabled':false}");
      stage.awaitStatus(id, "Stopped");
      String listener =
          stage
              .call(
                  "codedeploy",
                  "GetDeploymentGroup",
                  "{'applicationName':'web-app','deploymentGroupName':'web-group'}")
              .at(
                  "/deploymentGroupInfo/loadBalancerInfo/targetGroupPairInfoList/0/prodTrafficRoute/listenerArns/0")
              .asText();
      String green = stage.service().at("/taskSets/1/loadBalancers/0/targetGroupArn").asText();
      String blue = stage.service().at("/taskSets/0/loadBalancers/0/targetGroupArn").asText();

      forwardTo(stage, listener, green);
      assertThat(stage.get("/")).isEqualTo("version 1");
      forwardTo(stage, listener, blue);
      for (int i = 0; i < 20; i++) {
        assertThat(stage.get("/")).contains("Nothing was deployed");
      }
    }
  }

  private static void forwardTo(Stage stage, String listener, String group) {
    stage.raw(
        Stage.DEPLOYER,
        "elasticloadbalancing",
        "ModifyListener",
        Json.object()
            .put("ListenerArn", listener)
            .put("DefaultActions.member.1.Type", "forward")
            .put("DefaultActions.member.1.TargetGroupArn", group));
  }
}
