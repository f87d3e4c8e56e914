package io.github.xacct.aws.preflight;

import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;

/** Adds preflight's reads of CodeDeploy, ECS and Elastic Load Balancing. */
final class PreflightDeploymentCalls {
  private final PreflightClients clients;
  private final ReadCalls calls;

  private PreflightDeploymentCalls(PreflightClients clients, ReadCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  /** Adds the calls of these three services. */
  static void add(PreflightClients clients, ReadCalls calls) {
    var reads = new PreflightDeploymentCalls(clients, calls);
    reads.codeDeploy();
    reads.ecs();
    reads.loadBalancing();
  }

  private void codeDeploy() {
    calls.put(
        "codedeploy:GetDeploymentGroup",
        in ->
            clients
                .codeDeploy()
                .getDeploymentGroup(
                    ReadCalls.read(in, GetDeploymentGroupRequest.builder()).build()));
    calls.put(
        "codedeploy:GetDeploymentConfig",
        in ->
            clients
                .codeDeploy()
                .getDeploymentConfig(
                    ReadCalls.read(in, GetDeploymentConfigRequest.builder()).build()));
    calls.putList(
        "codedeploy:ListDeployments",
        in ->
            clients
                .codeDeploy()
                .listDeployments(ReadCalls.read(in, ListDeploymentsRequest.builder()).build()));
    calls.put(
        "codedeploy:BatchGetDeployments",
        in ->
            clients
                .codeDeploy()
                .batchGetDeployments(
                    ReadCalls.read(in, BatchGetDeploymentsRequest.builder()).build()));
    calls.put(
        "codedeploy:GetApplicationRevision",
        in ->
            clients
                .codeDeploy()
                .getApplicationRevision(
                    ReadCalls.read(in, GetApplicationRevisionRequest.builder()).build()));
  }

  private void ecs() {
    calls.put(
        "ecs:DescribeServices",
        in ->
            clients
                .ecs()
                .describeServices(ReadCalls.read(in, DescribeServicesRequest.builder()).build()));
    calls.put(
        "ecs:DescribeClusters",
        in ->
            clients
                .ecs()
                .describeClusters(ReadCalls.read(in, DescribeClustersRequest.builder()).build()));
    calls.putList(
        "ecs:ListServiceDeployments",
        in ->
            clients
                .ecs()
                .listServiceDeployments(
                    ReadCalls.read(in, ListServiceDeploymentsRequest.builder()).build()));
    calls.put(
        "ecs:DescribeServiceRevisions",
        in ->
            clients
                .ecs()
                .describeServiceRevisions(
                    ReadCalls.read(in, DescribeServiceRevisionsRequest.builder()).build()));
    calls.put(
        "ecs:DescribeTaskDefinition",
        in ->
            clients
                .ecs()
                .describeTaskDefinition(
                    ReadCalls.read(in, DescribeTaskDefinitionRequest.builder()).build()));
  }

  /**
   * These lists are never empty: ELB answers unknown ARNs with an error, and every listener has a
   * default rule.
   */
  private void loadBalancing() {
    calls.putList(
        "elasticloadbalancing:DescribeTargetGroups",
        in ->
            clients
                .elb()
                .describeTargetGroups(
                    ReadCalls.read(in, DescribeTargetGroupsRequest.builder()).build()),
        answer -> answer.targetGroups());
    calls.putList(
        "elasticloadbalancing:DescribeListeners",
        in ->
            clients
                .elb()
                .describeListeners(ReadCalls.read(in, DescribeListenersRequest.builder()).build()),
        answer -> answer.listeners());
    calls.putList(
        "elasticloadbalancing:DescribeRules",
        in ->
            clients.elb().describeRules(ReadCalls.read(in, DescribeRulesRequest.builder()).build()),
        answer -> answer.rules());
    calls.putList(
        "elasticloadbalancing:DescribeListenerCertificates",
        in ->
            clients
                .elb()
                .describeListenerCertificates(
                    ReadCalls.read(in, DescribeListenerCertificatesRequest.builder()).build()),
        answer -> answer.certificates());
    calls.putList(
        "elasticloadbalancing:DescribeLoadBalancers",
        in ->
            clients
                .elb()
                .describeLoadBalancers(
                    ReadCalls.read(in, DescribeLoadBalancersRequest.builder()).build()),
        answer -> answer.loadBalancers());
  }
}
