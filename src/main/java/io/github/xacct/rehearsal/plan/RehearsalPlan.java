package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a rehearsal: accounts, services, timing and faults.
 *
 * @param toolsAccount account of the registry and of the builder's credentials
 * @param toolsRegion region of the registry
 * @param repository that exists at the start; empty if the caller creates it
 * @param immutableTags whether tags of that repository are immutable
 * @param services one per environment
 * @param stateFolder folder of what is kept between rehearsals: images, task definitions, primary
 *     task sets
 * @param minute real duration of one minute of AWS's waiting times
 * @param faults to inject
 * @param port of the API endpoint, 0 for any free port
 * @param builderRole role of the tools account that the builder uses once it exists; the builder is
 *     an administrator until then, or if absent
 * @param setUpFaults misconfigurations of the accounts
 * @param ecsSetUpFaults misconfigurations of services with the ECS deployment controller
 */
public record RehearsalPlan(
    AccountId toolsAccount,
    Region toolsRegion,
    Optional<String> repository,
    boolean immutableTags,
    List<RehearsedService> services,
    Path stateFolder,
    Duration minute,
    Set<Fault> faults,
    int port,
    Optional<RoleArn> builderRole,
    Set<SetUpFault> setUpFaults,
    Set<EcsSetUpFault> ecsSetUpFaults) {

  /** Returns a builder of a plan of healthy accounts whose state is kept in a folder. */
  public static RehearsalPlanBuilder in(Path stateFolder) {
    return new RehearsalPlanBuilder(stateFolder);
  }

  /** Returns a builder that starts with this plan. */
  public RehearsalPlanBuilder but() {
    return new RehearsalPlanBuilder(this);
  }

  /** The faults that a rehearsal can inject. */
  public enum Fault {
    /** Each task of the replacement task set exits soon after its start. */
    CRASH_LOOP,
    /** The first configured hook fails, or AfterInstall without hooks. */
    HOOK_FAILS,
    /** An alarm of the deployment group goes off while traffic shifts. */
    ALARM,
    /** CodeDeploy throttles every CreateDeployment. */
    THROTTLING,
    /** The role's trust policy does not trust the builder. */
    ROLE_DENIED,
    /** The repository policy does not let the target account pull. */
    PULL_DENIED,
    /** Each task of the replacement task set is killed because it exceeds its memory. */
    OUT_OF_MEMORY,
    /** Each target of the replacement task set always answers its health check with 404. */
    NEVER_HEALTHY,
    /** ECS finds no capacity for the tasks of the replacement task set. */
    STUCK_INSTALL,
    /** The execution role may not read the secrets of the replacement task set. */
    SECRETS_UNREADABLE,
    /** A service that a stack creates never reaches a steady state. */
    STACK_RESOURCE_FAILS,
    /** The connection to the source is PENDING: its handshake was not completed. */
    CONNECTION_PENDING;

    private static final Set<Fault> OF_GREEN =
        EnumSet.of(CRASH_LOOP, OUT_OF_MEMORY, NEVER_HEALTHY, STUCK_INSTALL, SECRETS_UNREADABLE);

    /** Returns the fault among these that affects the tasks of a replacement task set, or empty. */
    public static Optional<Fault> ofGreen(Set<Fault> faults) {
      return OF_GREEN.stream().filter(faults::contains).findFirst();
    }

    /** Returns the name for {@code -Dxacct.rehearse.fault}, such as {@code crash-loop}. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Resources besides roles that the task definition and the AppSpec of a service refer to, and
   * that must therefore exist.
   *
   * @param secrets of Secrets Manager and Parameter Store, as in {@code valueFrom}
   * @param logGroups of the awslogs driver
   * @param hooks Lambda functions, by name or ARN
   * @param topics SNS topics that deployments are published to
   * @param subnets in the AppSpec
   * @param securityGroups in the AppSpec
   * @param domainName of the app for HTTPS
   * @param launchType of the task definition, {@code FARGATE} or {@code EC2}
   * @param awsvpc whether each task has its own IP address
   */
  public record Needs(
      Set<String> secrets,
      Set<String> logGroups,
      Set<String> hooks,
      Set<String> topics,
      Set<String> subnets,
      Set<String> securityGroups,
      Optional<String> domainName,
      String launchType,
      boolean awsvpc) {
    /** No resources. */
    public static final Needs NOTHING = new Needs(Set.of(), Set.of(), Set.of());

    /** Creates the needs of a service without topics. */
    public Needs(Set<String> secrets, Set<String> logGroups, Set<String> hooks) {
      this(
          secrets,
          logGroups,
          hooks,
          Set.of(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          "FARGATE",
          true);
    }

    public Needs {
      secrets = Set.copyOf(secrets);
      logGroups = Set.copyOf(logGroups);
      hooks = Set.copyOf(hooks);
      topics = Set.copyOf(topics);
      subnets = Set.copyOf(subnets);
      securityGroups = Set.copyOf(securityGroups);
    }

    /** Returns a copy with one more function. */
    public Needs withFunction(String nameOrArn) {
      var more = new HashSet<>(hooks);
      more.add(nameOrArn);
      return new Needs(
          secrets,
          logGroups,
          more,
          topics,
          subnets,
          securityGroups,
          domainName,
          launchType,
          awsvpc);
    }

    /** Returns a copy with one more topic that deployments are published to. */
    public Needs withTopic(String arn) {
      return new Needs(
          secrets,
          logGroups,
          hooks,
          Set.of(arn),
          subnets,
          securityGroups,
          domainName,
          launchType,
          awsvpc);
    }

    /** Returns a copy with the network configuration of the AppSpec. */
    public Needs withNetwork(Set<String> newSubnets, Set<String> newSecurityGroups) {
      return new Needs(
          secrets,
          logGroups,
          hooks,
          topics,
          newSubnets,
          newSecurityGroups,
          domainName,
          launchType,
          awsvpc);
    }

    /** Returns a copy with a domain name for HTTPS. */
    public Needs withDomainName(String name) {
      return new Needs(
          secrets,
          logGroups,
          hooks,
          topics,
          subnets,
          securityGroups,
          Optional.of(name),
          launchType,
          awsvpc);
    }

    /** Returns a copy with another launch type. */
    public Needs on(String otherLaunchType, boolean addresses) {
      return new Needs(
          secrets,
          logGroups,
          hooks,
          topics,
          subnets,
          securityGroups,
          domainName,
          otherLaunchType,
          addresses);
    }
  }

  /**
   * One service to deploy to, with the resources around it.
   *
   * @param environment name
   * @param role that the builder assumes; absent if the service is in the tools account, which is
   *     used directly
   * @param externalId in the role's trust policy
   * @param executionRole role that pulls the image
   * @param taskRole role of the app
   * @param deploymentConfiguration of the group
   * @param readyWait minutes to wait with STOP_DEPLOYMENT; absent for CONTINUE_DEPLOYMENT
   * @param terminationWait minutes until the original task set is terminated
   * @param testListener whether there is one
   * @param containerName of the container behind the load balancer
   * @param containerPort of that container
   * @param healthCheckPath path that answers 200
   * @param desiredCount number of tasks
   * @param autoScaling whether it is a scalable target
   * @param family of the task definitions that the role may register
   * @param logGroup log group that the role may read
   * @param needs other resources that its tasks and deployments refer to
   * @param functions Lambda functions of its account and region that run on this machine
   * @param sessionTags whether the role's trust policy allows sts:TagSession
   * @param ecsDeployment deployment by the ECS deployment controller; absent for CodeDeploy
   * @param network whether it is behind a Network Load Balancer
   */
  public record RehearsedService(
      String environment,
      AccountId account,
      Region region,
      Optional<RoleArn> role,
      Optional<String> externalId,
      Optional<RoleArn> executionRole,
      Optional<RoleArn> taskRole,
      String cluster,
      String service,
      String application,
      String deploymentGroup,
      String deploymentConfiguration,
      Optional<Integer> readyWait,
      int terminationWait,
      boolean testListener,
      String containerName,
      int containerPort,
      String healthCheckPath,
      int desiredCount,
      boolean autoScaling,
      String family,
      String logGroup,
      Needs needs,
      List<RehearsedFunction> functions,
      boolean sessionTags,
      Optional<EcsDeployment> ecsDeployment,
      boolean network) {}
}
