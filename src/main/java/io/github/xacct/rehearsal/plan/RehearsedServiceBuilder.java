package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.util.List;
import java.util.Optional;

/**
 * A service of which only what differs is written. By default everything bears one name, one task
 * runs in eu-central-1 without roles, the container listens on 8080 and answers {@code /}, all
 * traffic moves at once, and the original tasks end five minutes later.
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
   * A service to be completed.
   *
   * @param name of cluster, service, application, deployment group, family and container
   */
  public static RehearsedServiceBuilder named(String environment, AccountId account, String name) {
    return new RehearsedServiceBuilder(environment, account, name);
  }

  /** The same as another, to be changed. */
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

  /** The role that the builder assumes, with the external ID of its trust policy. */
  public RehearsedServiceBuilder role(Optional<RoleArn> deploy, Optional<String> id) {
    role = deploy;
    externalId = id;
    return this;
  }

  /** The role that pulls the image, and the one that the app runs as. */
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

  /** Cluster and name of the ECS service. */
  public RehearsedServiceBuilder service(String inCluster, String name) {
    cluster = inCluster;
    service = name;
    return this;
  }

  /** CodeDeploy's application and deployment group. */
  public RehearsedServiceBuilder deployedBy(String ofApplication, String group) {
    application = ofApplication;
    deploymentGroup = group;
    return this;
  }

  /** The group's deployment configuration. */
  public RehearsedServiceBuilder deploymentConfiguration(String name) {
    deploymentConfiguration = name;
    return this;
  }

  /** Minutes for STOP_DEPLOYMENT, absent for CONTINUE_DEPLOYMENT. */
  public RehearsedServiceBuilder readyWait(Optional<Integer> minutes) {
    readyWait = minutes;
    return this;
  }

  /** Minutes until the original tasks end. */
  public RehearsedServiceBuilder terminationWait(int minutes) {
    terminationWait = minutes;
    return this;
  }

  /** Whether the load balancer has a test listener. */
  public RehearsedServiceBuilder testListener(boolean there) {
    testListener = there;
    return this;
  }

  /** The container behind the load balancer, and the path that answers 200. */
  public RehearsedServiceBuilder container(String name, int port, String healthPath) {
    containerName = name;
    containerPort = port;
    healthCheckPath = healthPath;
    return this;
  }

  /** The number of tasks that the service runs. */
  public RehearsedServiceBuilder desiredCount(int tasks) {
    desiredCount = tasks;
    return this;
  }

  /** Whether it is a scalable target. */
  public RehearsedServiceBuilder autoScaling(boolean scalable) {
    autoScaling = scalable;
    return this;
  }

  /** Whether the deploy role's trust policy lets whoever assumes it pass tags. */
  public RehearsedServiceBuilder sessionTags(boolean trusted) {
    sessionTags = trusted;
    return this;
  }

  /** Family of the task definitions that the deploy role may register. */
  public RehearsedServiceBuilder family(String name) {
    family = name;
    return this;
  }

  /** The log group that the deploy role may read. */
  public RehearsedServiceBuilder logGroup(String name) {
    logGroup = name;
    return this;
  }

  /** What else its tasks and deployments name. */
  public RehearsedServiceBuilder needs(Needs other) {
    needs = other;
    return this;
  }

  /** Lambda functions of its account that run on this machine. */
  public RehearsedServiceBuilder functions(List<RehearsedFunction> some) {
    functions = List.copyOf(some);
    return this;
  }

  /** ECS itself deploys it, without CodeDeploy. */
  public RehearsedServiceBuilder deployedByEcs(EcsDeployment how) {
    ecsDeployment = Optional.of(how);
    return this;
  }

  /** Whether it is behind a Network Load Balancer instead of an Application Load Balancer. */
  public RehearsedServiceBuilder network(boolean yes) {
    network = yes;
    return this;
  }

  /** The service as built so far. */
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
