package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Resources that no template declares do not exist, as on AWS. */
class NoGiftsTest {
  @TempDir Path folder;

  /** Of what the task definition is for, where the service runs, and its network. */
  private static final String SERVICE =
      """
      Cluster: {Type: AWS::ECS::Cluster, Properties: {CapacityProviders: [FARGATE]}}
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          RequiresCompatibilities: [%s]
          NetworkMode: awsvpc
          Cpu: '256'
          Memory: '512'
          ContainerDefinitions: [{Name: web, Image: busybox, Memory: 512}]
      Service:
        Type: AWS::ECS::Service
        Properties:
          Cluster: !Ref Cluster
          TaskDefinition: !Ref Task
          DesiredCount: 0
          %s
          NetworkConfiguration: {%s}
      """;

  private static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            """
            Bucket: {Type: AWS::S3::Bucket}
            Balancer:
              Type: AWS::ElasticLoadBalancingV2::LoadBalancer
              Properties:
                Subnets: [subnet-1, subnet-2]
                LoadBalancerAttributes:
                  - {Key: access_logs.s3.enabled, Value: 'true'}
                  - {Key: access_logs.s3.bucket, Value: !Ref Bucket}
            """,
            "Please check S3bucket permission"),
        Arguments.of(
            """
            Target:
              Type: AWS::ApplicationAutoScaling::ScalableTarget
              Properties:
                ServiceNamespace: ecs
                ScalableDimension: ecs:service:DesiredCount
                ResourceId: service/apps/shop
                MinCapacity: 1
                MaxCapacity: 2
            """,
            "ECS service doesn't exist: service/apps/shop"),
        Arguments.of(
            SERVICE.formatted("EC2", "LaunchType: FARGATE", ""),
            "CreateService error: Task definition does not support launch_type FARGATE."),
        Arguments.of(
            SERVICE.formatted(
                "FARGATE",
                "CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT, Weight: 1}]",
                "AwsvpcConfiguration: {Subnets: [subnet-1]}"),
            "a capacity provider that is not associated with the cluster"),
        Arguments.of(
            SERVICE.formatted("FARGATE", "LaunchType: FARGATE", ""),
            "Network Configuration must be provided when networkMode 'awsvpc' is specified."),
        Arguments.of(
            """
            Role:
              Type: AWS::IAM::Role
              Properties:
                AssumeRolePolicyDocument:
                  Statement:
                    - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
            Log:
              Type: AWS::EC2::FlowLog
              Properties:
                ResourceId: vpc-1
                ResourceType: VPC
                TrafficType: REJECT
                LogDestinationType: cloud-watch-logs
                LogGroupName: flow
                DeliverLogsPermissionArn: !GetAtt Role.Arn
            """,
            "Log CREATE_FAILED"),
        Arguments.of(
            """
            Group:
              Type: AWS::ElasticLoadBalancingV2::TargetGroup
              Properties: {Port: 80, Protocol: HTTP, VpcId: vpc-1, TargetType: ip}
            Rule:
              Type: AWS::ElasticLoadBalancingV2::ListenerRule
              Properties:
                ListenerArn: arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/app/a/1/2
                Priority: 1
                Conditions: [{Field: host-header, HostHeaderConfig: {Values: [a.example.com]}}]
                Actions: [{Type: forward, TargetGroupArn: !Ref Group}]
            """,
            "One or more listeners not found"),
        Arguments.of(
            """
            Balancer:
              Type: AWS::ElasticLoadBalancingV2::LoadBalancer
              Properties: {Subnets: [subnet-1]}
            """,
            "At least two subnets in two different Availability Zones must be specified"),
        Arguments.of(
            """
            Role:
              Type: AWS::IAM::Role
              Properties:
                AssumeRolePolicyDocument:
                  Statement:
                    - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
            Function:
              Type: AWS::Lambda::Function
              Properties:
                Runtime: python3.13
                Handler: index.ask
                Role: !GetAtt Role.Arn
                VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
                Code: {ZipFile: pass}
            """,
            "does not have permissions to call CreateNetworkInterface on EC2"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefused(String resources, String message) throws Exception {
    try (var accounts = new StackFixture(folder)) {
      var stack = accounts.deploy(StackFixture.TEST, "gift", "Resources:\n" + resources.indent(2));
      assertThat(stack.stackStatusAsString()).startsWith("ROLLBACK");
      assertThat(accounts.events(StackFixture.TEST, "gift").toString()).contains(message);
    }
  }

  /** Whatever stack the listener is of, and to whichever group a deployment has turned it. */
  @Test
  void aTargetGroupThatIsForwardedToStays() throws Exception {
    String group =
        """
        Resources:
          Group:
            Type: AWS::ElasticLoadBalancingV2::TargetGroup
            Properties: {Port: 80, Protocol: HTTP, VpcId: vpc-1, TargetType: ip}
        Outputs:
          Arn: {Value: !Ref Group}
        """;
    String listener =
        """
        Resources:
          Balancer:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties: {Subnets: [subnet-1, subnet-2]}
          Listener:
            Type: AWS::ElasticLoadBalancingV2::Listener
            Properties:
              LoadBalancerArn: !Ref Balancer
              Port: 80
              Protocol: HTTP
              DefaultActions: [{Type: forward, TargetGroupArn: '%s'}]
        """;
    try (var accounts = new StackFixture(folder)) {
      String arn =
          accounts.deploy(StackFixture.TEST, "group", group).outputs().get(0).outputValue();
      accounts.deploy(StackFixture.TEST, "listener", listener.formatted(arn));
      accounts.in(StackFixture.TEST).deleteStack(r -> r.stackName("group"));
      assertThat(accounts.settled(StackFixture.TEST, "group").stackStatusAsString())
          .isEqualTo("DELETE_FAILED");
      assertThat(accounts.events(StackFixture.TEST, "group").toString())
          .contains("Target group '" + arn + "' is currently in use by a listener or a rule");
    }
  }

  @Test
  void twoRulesOfOnePriorityAreRefused() throws Exception {
    String resources =
        """
        Balancer:
          Type: AWS::ElasticLoadBalancingV2::LoadBalancer
          Properties: {Subnets: [subnet-1, subnet-2]}
        Listener:
          Type: AWS::ElasticLoadBalancingV2::Listener
          Properties:
            LoadBalancerArn: !Ref Balancer
            Port: 80
            Protocol: HTTP
            DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: '404'}}]
        """;
    String rule =
        """
        Rule%s:
          Type: AWS::ElasticLoadBalancingV2::ListenerRule
          Properties:
            ListenerArn: !Ref Listener
            Priority: 7
            Conditions: [{Field: host-header, HostHeaderConfig: {Values: [%s.example.com]}}]
            Actions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: '404'}}]
        """;
    String template =
        "Resources:\n"
            + (resources + rule.formatted("A", "a") + rule.formatted("B", "b")).indent(2);
    try (var accounts = new StackFixture(folder)) {
      accounts.deploy(StackFixture.TEST, "rules", template);
      assertThat(accounts.events(StackFixture.TEST, "rules").toString())
          .contains("Priority '7' is currently in use");
    }
  }

  /** Of whomever the services are. */
  @Test
  void aClusterThatIsInUseStays() throws Exception {
    try (var accounts = new StackFixture(folder)) {
      String cluster =
          "Resources:\n  Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: shared}}\n";
      accounts.deploy(StackFixture.TEST, "cluster", cluster);
      var place = new AccountRegion(new AccountId(StackFixture.TEST), new Region("eu-central-1"));
      var store = accounts.rehearsal.store();
      store.put(
          place,
          ResourceTypeNames.SERVICE,
          "shared/another",
          Json.object().put("ServiceName", "another").put("DesiredCount", 0));
      accounts.in(StackFixture.TEST).deleteStack(r -> r.stackName("cluster"));
      assertThat(accounts.settled(StackFixture.TEST, "cluster").stackStatusAsString())
          .isEqualTo("DELETE_FAILED");
      assertThat(accounts.events(StackFixture.TEST, "cluster").toString())
          .contains("The Cluster cannot be deleted while Services are active.");
    }
  }
}
