package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code <environment>}: one place to deploy to, chosen by {@code -Denv=NAME}. Name and account are
 * needed.
 */
public class EnvironmentXml {
  /** As in {@code -Denv=test}. Required. */
  public String name;

  /** Twelve digits of the target account. Required. */
  public String account;

  /** Region of cluster and deployment group. Default: the registry's. */
  public String region;

  /**
   * Name or ARN of the role to assume in the target account. Default: {@code <app>-<env>-deploy},
   * or none when the account is the registry's own.
   */
  public String role;

  /** External id that the role's trust policy asks for. Default: none. */
  public String externalId;

  /** Session tags, {@code <sessionTags><team>shop</team></sessionTags>}. Default: none. */
  @Holds(item = "KEY")
  public LinkedHashMap<String, String> sessionTags;

  /** ECS cluster. Default: {@code <app>-<env>}. */
  public String cluster;

  /** ECS service with the CODE_DEPLOY controller. Default: {@code <app>-<env>}. */
  public String service;

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
   * Questions over HTTP that the new version must answer before production traffic moves, in a
   * deployment group that waits (STOP_DEPLOYMENT). Default: none.
   */
  @Holds(item = "smokeTest")
  public List<SmokeTestXml> smokeTests;

  /**
   * Command that is run by the shell after the smoke tests, with XACCT_TEST_URL in its environment
   * and in XACCT_TEST_ADDRESS where to connect to; if it fails, the deployment is rolled back.
   * Default: none.
   */
  @Holds(ValueKind.COMMAND)
  public String verifyCommand;

  /** Whether a person must approve, by the goal {@code continue}. Default: false. */
  @Holds(ValueKind.FLAG)
  public String approval;

  /** Where the app answers. Default: the production listener of its load balancer. */
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

  /** Where the new version answers before it goes live. Default: the group's test listener. */
  public String testUrl;

  /**
   * Name or ARN of a Lambda function in the target account that asks the smoke tests from inside
   * the VPC. Default: the one that bootstrap made, else none: this machine asks.
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
   * Tags of this environment's stacks beside those of all; of the same key this one counts.
   * Default: none.
   */
  @Holds(item = "TAG")
  public LinkedHashMap<String, String> stackTags;

  /** What the embedded AWS has where no pom says it. */
  public RehearsalXml rehearsal;
}
