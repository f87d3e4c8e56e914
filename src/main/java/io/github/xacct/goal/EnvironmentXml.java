package io.github.xacct.goal;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code <environment>}: one place to deploy to, chosen by {@code -Denv=NAME}. Name and account are
 * needed.
 */
public class EnvironmentXml {
  /** As in {@code -Denv=test}. Required. */
  String name;

  /** Twelve digits of the target account. Required. */
  String account;

  /** Region of cluster and deployment group. Default: the registry's. */
  String region;

  /**
   * Name or ARN of the role to assume in the target account. Default: {@code <app>-<env>-deploy},
   * or none when the account is the registry's own.
   */
  String role;

  /** External id that the role's trust policy asks for. Default: none. */
  String externalId;

  /** Session tags, {@code <sessionTags><team>shop</team></sessionTags>}. Default: none. */
  @Holds(item = "KEY")
  LinkedHashMap<String, String> sessionTags;

  /** ECS cluster. Default: {@code <app>-<env>}. */
  String cluster;

  /** ECS service with the CODE_DEPLOY controller. Default: {@code <app>-<env>}. */
  String service;

  /** CodeDeploy application. Default: {@code <app>-<env>}. */
  String application;

  /** CodeDeploy deployment group. Default: {@code <app>-<env>}. */
  String deploymentGroup;

  /** Such as {@code CodeDeployDefault.ECSCanary10Percent5Minutes}. Default: the group's own. */
  String deploymentConfiguration;

  /** Fargate platform version, such as 1.4.0 or LATEST. Default: ECS's own. */
  String platformVersion;

  /** The task definition. */
  TaskXml task;

  /** Lambda functions that CodeDeploy calls. Default: none. */
  HooksXml hooks;

  /** Replaces the service's network configuration. Default: keep it. */
  NetworkXml network;

  /** Replaces the service's capacity provider strategy. Default: keep it. */
  @Holds(item = "capacityProvider")
  List<CapacityProviderXml> capacityProviders;

  /** Values for {@code ${...}} in a template file. Default: none. */
  @Holds(item = "NAME")
  LinkedHashMap<String, String> variables;

  /**
   * Questions over HTTP that the new version must answer before production traffic moves, in a
   * deployment group that waits (STOP_DEPLOYMENT). Default: none.
   */
  @Holds(item = "smokeTest")
  List<SmokeTestXml> smokeTests;

  /**
   * Command that is run by the shell after the smoke tests, with XACCT_TEST_URL in its environment
   * and in XACCT_TEST_ADDRESS where to connect to; if it fails, the deployment is rolled back.
   * Default: none.
   */
  @Holds(ValueKind.COMMAND)
  String verifyCommand;

  /** Whether a person must approve, by the goal {@code continue}. Default: false. */
  @Holds(ValueKind.FLAG)
  String approval;

  /** Where the app answers. Default: the production listener of its load balancer. */
  String url;

  /**
   * Name of the environment whose smoke tests an image must have passed before it is deployed to
   * this one. Default: none.
   */
  @Holds(ValueKind.ENVIRONMENT)
  String requires;

  /**
   * ARN of an SNS topic of the environment's region that is notified of deployments. Default: none.
   */
  String topic;

  /** Where the new version answers before it goes live. Default: the group's test listener. */
  String testUrl;

  /**
   * Name or ARN of a Lambda function in the target account that asks the smoke tests from inside
   * the VPC. Default: the one that bootstrap made, else none: this machine asks.
   */
  String testFunction;

  /**
   * Whether the service's Application Auto Scaling is suspended until a deployment's traffic has
   * moved. Default: false.
   */
  @Holds(ValueKind.FLAG)
  String suspendAutoScaling;

  /**
   * Parameters of the templates that {@code bootstrap} deploys to this environment, by name: {@code
   * <NatGateways>none</NatGateways>}. Default: the templates' own.
   */
  @Holds(item = "PARAMETER")
  LinkedHashMap<String, String> stackParameters;

  /**
   * Tags of this environment's stacks beside those of all; of the same key this one counts.
   * Default: none.
   */
  @Holds(item = "TAG")
  LinkedHashMap<String, String> stackTags;

  /** What the embedded AWS has where no pom says it. */
  RehearsalXml rehearsal;
}
