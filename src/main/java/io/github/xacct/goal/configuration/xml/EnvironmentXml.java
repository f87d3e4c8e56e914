package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code <environment>}: an environment to deploy to, selected by {@code -Denv=NAME}. Name and
 * account are needed.
 */
public class EnvironmentXml {
  /** As in {@code -Denv=test}. Required. */
  public String name;

  /** 12-digit account ID of the target account. Required. */
  public String account;

  /** Region of cluster and deployment group. Default: the registry's. */
  public String region;

  /**
   * Name or ARN of the role to assume in the target account. Default: {@code <app>-<env>-deploy},
   * or none when the account is the registry's own.
   */
  public String role;

  /** External ID that the role's trust policy requires. Default: none. */
  public String externalId;

  /** Session tags, {@code <sessionTags><team>shop</team></sessionTags>}. Default: none. */
  @Holds(item = "KEY")
  public LinkedHashMap<String, String> sessionTags;

  /** ECS cluster. Default: {@code <app>-<env>}. */
  public String cluster;

  /** ECS service. Default: {@code <app>-<env>}. */
  public String service;

  /**
   * Which engine deploys a service that the stacks or a rehearsal create: {@code codedeploy} or
   * {@code ecs}. An existing service keeps its engine, docs/engines.md. Default: codedeploy.
   */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"codedeploy", "ecs"})
  public String engine;

  /** CodeDeploy application. Default: {@code <app>-<env>}. */
  public String application;

  /** CodeDeploy deployment group. Default: {@code <app>-<env>}. */
  public String deploymentGroup;

  /** Such as {@code CodeDeployDefault.ECSCanary10Percent5Minutes}. Default: the group's own. */
  public String deploymentConfiguration;

  /** Fargate platform version, such as 1.4.0 or LATEST. Default: ECS's own. */
  public String platformVersion;

  /** The task definition. */
  public TaskXml task;

  /** Lambda functions that CodeDeploy calls. Default: none. */
  public HooksXml hooks;

  /** Replaces the service's network configuration. Default: keep it. */
  public NetworkXml network;

  /** Replaces the service's capacity provider strategy. Default: keep it. */
  @Holds(item = "capacityProvider")
  public List<CapacityProviderXml> capacityProviders;

  /** Values for {@code ${...}} in a template file. Default: none. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> variables;

  /**
   * HTTP requests that the new version must answer correctly before production traffic shifts; the
   * deployment group must wait (STOP_DEPLOYMENT). Default: none.
   */
  @Holds(item = "smokeTest")
  public List<SmokeTestXml> smokeTests;

  /**
   * Shell command that is run after the smoke tests, with the environment variables XACCT_TEST_URL
   * and XACCT_TEST_ADDRESS (host and port to connect to); if it fails, the deployment is rolled
   * back. Default: none.
   */
  @Holds(ValueKind.COMMAND)
  public String verifyCommand;

  /**
   * Whether a person must approve the deployment, with the goal {@code continue}. Default: false.
   */
  @Holds(ValueKind.FLAG)
  public String approval;

  /**
   * How the new version must compare with the old one before each step of a canary or linear
   * deployment by ECS itself. Default: nothing is compared.
   */
  public StepsXml steps;

  /** URL of the app. Default: the production listener of its load balancer. */
  public String url;

  /**
   * Name of the environment whose smoke tests an image must have passed before it is deployed to
   * this one. Default: none.
   */
  @Holds(ValueKind.ENVIRONMENT)
  public String requires;

  /**
   * ARN of an SNS topic of the environment's region that is notified of deployments. Default: none.
   */
  public String topic;

  /**
   * URL of the new version before production traffic shifts. Default: the group's test listener.
   */
  public String testUrl;

  /**
   * Name or ARN of a Lambda function in the target account that sends the smoke tests' requests
   * from inside the VPC. Default: the one that bootstrap created, else none: the requests are sent
   * by this machine.
   */
  public String testFunction;

  /**
   * Whether the service's Application Auto Scaling is suspended until a deployment's traffic has
   * moved. Default: false.
   */
  @Holds(ValueKind.FLAG)
  public String suspendAutoScaling;

  /**
   * Parameters of the templates that {@code bootstrap} deploys to this environment, by name: {@code
   * <NatGateways>none</NatGateways>}. Default: the templates' own.
   */
  @Holds(item = "PARAMETER")
  public LinkedHashMap<String, String> stackParameters;

  /**
   * Tags of this environment's stacks in addition to those of all stacks; for the same key the
   * environment's value is used. Default: none.
   */
  @Holds(item = "TAG")
  public LinkedHashMap<String, String> stackTags;

  /** Settings of the embedded AWS that are not part of any other configuration. */
  public RehearsalXml rehearsal;
}
