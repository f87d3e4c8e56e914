package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.util.List;
import java.util.Optional;

/**
 * Builds a service from defaults: all its resources have one name, one task runs in eu-central-1
 * without roles, the container listens on port 8080 and answers {@code /}, all traffic shifts at
 * once, and the original tasks end five minutes later.
 */
public final class RehearsedServiceBuilder {
  private final String environment;
  private final AccountId account;
  private Region region = new Region("eu-central-1");
  private Optional<RoleArn> role = Optional.empty();
  private Optional<String> externalId = Optional.empty();
  private Optional<RoleArn> executionRole = Optional.empty();
  private Optional<RoleArn> taskRole = Optional.empty();
  private String cluster;
  private String service;
  private String application;
  private String deploymentGroup;
  private String deploymentConfiguration = "CodeDeployDefault.ECSAllAtOnce";
  private Optional<Integer> readyWait = Optional.empty();
  private int terminationWait = 5;
  private boolean testListener = true;
  private String containerName;
  private int containerPort = 8080;
  private String healthCheckPath = "/";
  private int desiredCount = 1;
  private boolean autoScaling;
  private boolean sessionTags = true;
  private String family;
  private String logGroup;
  private Needs needs = Needs.NOTHING;
  private List<RehearsedFunction> functions = List.of();
  private Optional<EcsDeployment> ecsDeployment = Optional.empty();
  private boolean network;

  /**
   * Returns a builder of a service with defaults.
   *
   * @param name of cluster, service, application, deployment group, family and container
   */
  public static RehearsedServiceBuilder named(String environment, AccountId account, String name) {
    return new RehearsedServiceBuilder(environment, account, name);
  }

  /** Returns a builder that starts with another service. */
  public static RehearsedServiceBuilder like(RehearsedService other) {
    return new RehearsedServiceBuilder(other);
  }

  private RehearsedServiceBuilder(String environment, AccountId account, String name) {
    this.environment = environment;
    this.account = account;
    cluster = name;
    service = name;
    application = name;
    deploymentGroup = name;
    containerName = name;
    family = name;
    logGroup = "/ecs/" + name;
  }

  private RehearsedServiceBuilder(RehearsedService plan) {
    this(plan.environment(), plan.account(), plan.service());
    region = plan.region();
    roles(plan.role(), plan.externalId(), plan.executionRole(), plan.taskRole());
    cluster = plan.cluster();
    deployedBy(plan.application(), plan.deploymentGroup());
    deploymentConfiguration = plan.deploymentConfiguration();
    readyWait = plan.readyWait();
    terminationWait = plan.terminationWait();
    testListener = plan.testListener();
    container(plan.containerName(), plan.containerPort(), plan.healthCheckPath());
    desiredCount = plan.desiredCount();
    autoScaling = plan.autoScaling();
    sessionTags = plan.sessionTags();
    family = plan.family();
    logGroup = plan.logGroup();
    needs = plan.needs();
    functions = plan.functions();
    ecsDeployment = plan.ecsDeployment();
    network = plan.network();
  }

  public RehearsedServiceBuilder region(Region other) {
    region = other;
    return this;
  }

  /** Sets the role that the builder assumes, and the external ID of its trust policy. */
  public RehearsedServiceBuilder role(Optional<RoleArn> deploy, Optional<String> id) {
    role = deploy;
    externalId = id;
    return this;
  }

  /** Sets the execution role, which pulls the image, and the task role of the app. */
  public RehearsedServiceBuilder taskRoles(Optional<RoleArn> execution, Optional<RoleArn> task) {
    executionRole = execution;
    taskRole = task;
    return this;
  }

  private void roles(
      Optional<RoleArn> deploy,
      Optional<String> id,
      Optional<RoleArn> execution,
      Optional<RoleArn> task) {
    role(deploy, id);
    taskRoles(execution, task);
  }

  /** Sets cluster and name of the ECS service. */
  public RehearsedServiceBuilder service(String inCluster, String name) {
    cluster = inCluster;
    service = name;
    return this;
  }

  /** Sets the CodeDeploy application and deployment group. */
  public RehearsedServiceBuilder deployedBy(String ofApplication, String group) {
    application = ofApplication;
    deploymentGroup = group;
    return this;
  }

  /** Sets the deployment configuration of the group. */
  public RehearsedServiceBuilder deploymentConfiguration(String name) {
    deploymentConfiguration = name;
    return this;
  }

  /** Sets the minutes to wait with STOP_DEPLOYMENT; absent for CONTINUE_DEPLOYMENT. */
  public RehearsedServiceBuilder readyWait(Optional<Integer> minutes) {
    readyWait = minutes;
    return this;
  }

  /** Sets the minutes until the original task set is terminated. */
  public RehearsedServiceBuilder terminationWait(int minutes) {
    terminationWait = minutes;
    return this;
  }

  /** Sets whether the load balancer has a test listener. */
  public RehearsedServiceBuilder testListener(boolean there) {
    testListener = there;
    return this;
  }

  /** Sets the container behind the load balancer, and the path that answers 200. */
  public RehearsedServiceBuilder container(String name, int port, String healthPath) {
    containerName = name;
    containerPort = port;
    healthCheckPath = healthPath;
    return this;
  }

  /** Sets the number of tasks. */
  public RehearsedServiceBuilder desiredCount(int tasks) {
    desiredCount = tasks;
    return this;
  }

  /** Sets whether the service is a scalable target. */
  public RehearsedServiceBuilder autoScaling(boolean scalable) {
    autoScaling = scalable;
    return this;
  }

  /** Sets whether the deploy role's trust policy allows sts:TagSession. */
  public RehearsedServiceBuilder sessionTags(boolean trusted) {
    sessionTags = trusted;
    return this;
  }

  /** Sets the family of the task definitions that the deploy role may register. */
  public RehearsedServiceBuilder family(String name) {
    family = name;
    return this;
  }

  /** Sets the log group that the deploy role may read. */
  public RehearsedServiceBuilder logGroup(String name) {
    logGroup = name;
    return this;
  }

  /** Sets the other resources that its tasks and deployments refer to. */
  public RehearsedServiceBuilder needs(Needs other) {
    needs = other;
    return this;
  }

  /** Sets the Lambda functions of its account that run on this machine. */
  public RehearsedServiceBuilder functions(List<RehearsedFunction> some) {
    functions = List.copyOf(some);
    return this;
  }

  /** Sets deployment by the ECS deployment controller instead of CodeDeploy. */
  public RehearsedServiceBuilder deployedByEcs(EcsDeployment how) {
    ecsDeployment = Optional.of(how);
    return this;
  }

  /** Sets whether it is behind a Network Load Balancer instead of an Application Load Balancer. */
  public RehearsedServiceBuilder network(boolean yes) {
    network = yes;
    return this;
  }

  /** Returns the service. */
  public RehearsedService build() {
    return new RehearsedService(
        environment,
        account,
        region,
        role,
        externalId,
        executionRole,
        taskRole,
        cluster,
        service,
        application,
        deploymentGroup,
        deploymentConfiguration,
        readyWait,
        terminationWait,
        testListener,
        containerName,
        containerPort,
        healthCheckPath,
        desiredCount,
        autoScaling,
        family,
        logGroup,
        needs,
        functions,
        sessionTags,
        ecsDeployment,
        network);
  }
}
