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
 * What the embedded AWS is made of.
 *
 * @param toolsAccount owner of the registry and of the credentials handed out
 * @param toolsRegion region of the registry
 * @param repository made beforehand; empty if the caller is to create it
 * @param immutableTags of that repository
 * @param services one per environment
 * @param stateFolder what outlives a rehearsal: images, task definitions, who is primary
 * @param minute how long a minute of AWS's waits takes here
 * @param faults asked for
 * @param port of the API endpoint, 0 for any free one
 * @param builderRole role of the tools account whose session the builder's credentials are, once it
 *     exists; until then, and without one, they are an administrator's
 * @param setUpFaults how the accounts are set up wrongly
 * @param ecsSetUpFaults how services are that ECS deploys itself
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

  /** A plan of healthy accounts whose state lies in a folder, to be completed. */
  public static RehearsalPlanBuilder in(Path stateFolder) {
    return new RehearsalPlanBuilder(stateFolder);
  }

  /** The same, to be changed. */
  public RehearsalPlanBuilder but() {
    return new RehearsalPlanBuilder(this);
  }

  /** What may go wrong on demand. */
  public enum Fault {
    /** Each task of the replacement task set exits soon after its start. */
    CRASH_LOOP,
    /** The first configured hook, else AfterInstall, fails. */
    HOOK_FAILS,
    /** An alarm of the deployment group goes off while traffic shifts. */
    ALARM,
    /** CodeDeploy throttles CreateDeployment for good. */
    THROTTLING,
    /** The role's trust policy does not trust the builder. */
    ROLE_DENIED,
    /** The repository policy does not let the target account pull. */
    PULL_DENIED,
    /** Each task of the replacement task set is killed for its memory. */
    OUT_OF_MEMORY,
    /** Each target of the replacement task set answers its health check with 404, for ever. */
    NEVER_HEALTHY,
    /** ECS finds no capacity for the tasks of the replacement task set. */
    STUCK_INSTALL,
    /** The execution role may not read the secrets of the replacement task set. */
    SECRETS_UNREADABLE,
    /** The service that a stack is to create never becomes steady. */
    STACK_RESOURCE_FAILS,
    /** Nobody has completed the handshake of the connection to the source. */
    CONNECTION_PENDING;

    private static final Set<Fault> OF_GREEN =
        EnumSet.of(CRASH_LOOP, OUT_OF_MEMORY, NEVER_HEALTHY, STUCK_INSTALL, SECRETS_UNREADABLE);

    /** The one among these that befalls the tasks of a replacement task set. */
    public static Optional<Fault> ofGreen(Set<Fault> faults) {
      return OF_GREEN.stream().filter(faults::contains).findFirst();
    }

    /** As written in {@code -Dxacct.rehearse.fault}: {@code crash-loop}. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * What the task definition and the AppSpec of a service name beside its roles, and what must
   * therefore be there.
   *
   * @param secrets of Secrets Manager and Parameter Store, as {@code valueFrom} names them
   * @param logGroups of the awslogs driver
   * @param hooks Lambda functions, by name or ARN
   * @param topics reported of deployments
   * @param subnets that the AppSpec names
   * @param securityGroups that the AppSpec names
   * @param domainName by which the app is asked over HTTPS
   * @param launchType for which the task definition is, {@code FARGATE} or {@code EC2}
   * @param awsvpc whether each task has an address of its own
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
    /** Neither secret nor log group nor hook. */
    public static final Needs NOTHING = new Needs(Set.of(), Set.of(), Set.of());

    /** Needs of a service without a topic. */
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

    /** The same with one more function. */
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

    /** The same with a topic to which deployments are published. */
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

    /** The same with what the AppSpec puts in place of the service's network. */
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

    /** The same, asked over HTTPS by a name. */
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

    /** The same of another launch type. */
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
   * One service to deploy to, with all that stands around it.
   *
   * @param environment name
   * @param role that the builder assumes; absent means that the service's account is the tools
   *     account and is used directly
   * @param externalId in the role's trust policy
   * @param executionRole that pulls the image
   * @param taskRole that the app runs as
   * @param deploymentConfiguration of the group
   * @param readyWait minutes for STOP_DEPLOYMENT, absent for CONTINUE_DEPLOYMENT
   * @param terminationWait minutes until blue ends
   * @param testListener whether there is one
   * @param containerName behind the load balancer
   * @param containerPort of it
   * @param healthCheckPath that answers 200
   * @param desiredCount tasks
   * @param autoScaling whether it is a scalable target
   * @param family of the task definitions that the role may register
   * @param logGroup that the role may read
   * @param needs what else its tasks and deployments name
   * @param functions of its account and region that run on this machine
   * @param sessionTags whether the role's trust policy allows sts:TagSession
   * @param ecsDeployment how ECS itself deploys it; absent for CodeDeploy
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
