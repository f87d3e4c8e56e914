package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.cloudformation.CloudFormation;
import io.github.xacct.rehearsal.cloudformation.HandlerRights;
import io.github.xacct.rehearsal.cloudformation.ResourceWork;
import io.github.xacct.rehearsal.cloudformation.StackFiles;
import io.github.xacct.rehearsal.cloudformation.Stacks;
import io.github.xacct.rehearsal.ecr.AuthorisedTokens;
import io.github.xacct.rehearsal.ecr.Ecr;
import io.github.xacct.rehearsal.ecr.EcrTokens;
import io.github.xacct.rehearsal.ecr.Registries;
import io.github.xacct.rehearsal.ecr.Registry;
import io.github.xacct.rehearsal.ecr.RegistryTokens;
import io.github.xacct.rehearsal.elb.ServerCertificates;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.IamApi;
import io.github.xacct.rehearsal.iam.Sts;
import io.github.xacct.rehearsal.iam.TokenIssuer;
import io.github.xacct.rehearsal.permission.Authorizer;
import io.github.xacct.rehearsal.permission.PermissionTable;
import io.github.xacct.rehearsal.permission.ResourceNames;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.readonly.Acm;
import io.github.xacct.rehearsal.readonly.CodeConnections;
import io.github.xacct.rehearsal.readonly.Ec2;
import io.github.xacct.rehearsal.readonly.EventBridge;
import io.github.xacct.rehearsal.readonly.Sns;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.s3.S3;
import io.github.xacct.rehearsal.setup.Credentials;
import io.github.xacct.rehearsal.setup.PlannedFaults;
import io.github.xacct.rehearsal.setup.PlannedIdentities;
import io.github.xacct.rehearsal.setup.PlannedRepository;
import io.github.xacct.rehearsal.setup.PlannedSetUp;
import io.github.xacct.rehearsal.setup.RollingUpdates;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.Certificates;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.StateLock;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.Admission;
import io.github.xacct.rehearsal.wire.ApiServer;
import io.github.xacct.rehearsal.wire.Service;
import io.github.xacct.rehearsal.wire.SigV4;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * An AWS on loopback, made from a plan: two or more accounts with their registry, roles, clusters
 * and deployment groups, for whoever speaks AWS's protocols. It ends with {@link #close} and leaves
 * no thread, process or port behind; images stay in the plan's state folder.
 *
 * <p>What it checks as AWS does: signatures (Signature Version 4 in the Authorization header),
 * session tokens and their end, clock skew, trust policies with external id, role chaining's limit
 * of one hour, identity policies and permissions boundaries for every call, registry tokens,
 * repository policies between accounts, immutable tags, digests.
 *
 * <p>What it leaves out:
 *
 * <ul>
 *   <li>Session policies and MFA, which are refused; organisations' policies, groups of users, and
 *       what a session's tags would allow.
 *   <li>TLS but of load balancers' listeners: the APIs are plain http on 127.0.0.1, and layers come
 *       from the registry itself instead of by a redirect to S3.
 *   <li>ECR's scans, replication, pull-through caches, creation templates, blob mounting and KMS. A
 *       lifecycle policy is applied when a rehearsal begins. Manifests are never converted.
 *   <li>CloudFormation's nested stacks, stack sets and transforms.
 *   <li>Quotas and throttling, unless a fault asks for them.
 * </ul>
 *
 * An operation that is not rehearsed answers 501 and is named.
 */
public final class Rehearsal implements AutoCloseable {
  private static final Duration SKEW = Duration.ofMinutes(20);

  private final RehearsalPlan plan;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Observers observers = new Observers();
  private final ResourceStore store = new ResourceStore();
  private final Credentials credentials;
  private final RoleSessions roles;
  private final EcrTokens tokens;
  private final ApiServer api;
  private final Registry registry;
  private final Compute compute;
  private final EventBridge events;
  private final ServerCertificates secured;

  private Rehearsal(RehearsalPlan plan, Consumer<String> log, Clock machine) throws IOException {
    this.plan = plan;
    Clock clock = Clock.offset(machine, ahead());
    try {
      open.push(StateLock.take(plan.stateFolder()));
      AtomicFile.forgetParts(plan.stateFolder(), Compute.foldersIn(plan.stateFolder()));
      var accounts = new AccessKeys(clock);
      // First of all: what stacks made before must stand when the rest of the world is made.
      var stacks = new Stacks(new StackFiles(plan.stateFolder(), store), log);
      var buckets = new Buckets(store, plan.stateFolder().resolve("buckets"));
      var certificates = new Certificates(store, (place, arn) -> names(stacks, place, arn));
      secured = new ServerCertificates(plan.stateFolder().resolve("certificates"), certificates);
      var iam = new Iam(store);
      credentials = new Credentials(plan, store, iam.identities(), accounts);
      PlannedIdentities.put(plan, store);
      tokens = new EcrTokens(plan.toolsRegion(), clock);
      var authority = new Authority(iam, observers::granted);
      Path images = plan.stateFolder().resolve("registry");
      var registries = keep(new Registries(store, images, tokens, authority, clock, log));
      registry = registries.of(plan.toolsAccount(), plan.toolsRegion().id());
      PlannedRepository.put(plan, registry.repositories());

      List<Service> services = new ArrayList<>();
      var issuer = new TokenIssuer(clock);
      roles = new RoleSessions(store, credentials, iam, authority, issuer, this::endpoint);
      services.add(new Sts(accounts, iam, issuer, clock));
      services.add(new IamApi(iam, clock));
      services.add(new Ecr(registries, tokens, clock));
      PlannedSetUp.put(store, plan);
      compute =
          keep(
              new Compute(
                  plan,
                  Pace.of(plan.minute()),
                  store,
                  new AuthorisedTokens(tokens, authority),
                  registry::host,
                  log,
                  lastGood -> PlannedFaults.put(plan, store, registry.repositories(), lastGood),
                  secured,
                  roles));
      PlannedRepository.expire(registry.repositories(), clock.millis());
      services.addAll(compute.services());
      keep(stacks)
          .openFor(
              new ResourceWork(
                  store,
                  new RehearsedWorld(plan, compute, registries, buckets),
                  new HandlerRights(authority, iam)));
      services.add(new CloudFormation(stacks, store));
      services.add(new S3(buckets, clock));
      services.add(
          new CodeConnections(plan.faults().contains(RehearsalPlan.Fault.CONNECTION_PENDING)));
      services.add(new Ec2(store));
      services.add(new Acm(certificates, store));
      services.add(new Sns(store, observers::published));
      events = new EventBridge(store, observers::published, log);

      var names = new ResourceNames(store, iam.identities(), compute::groupOfDeployment);
      var authorizer =
          new Authorizer(
              authority, new PermissionTable(names), iam, registries::policyOf, buckets::policyOf);
      api = keep(listen(services, new SigV4(accounts, clock), authorizer, log));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** That go with a certificate. */
  private List<String> names(Stacks stacks, AccountRegion place, String certificateArn) {
    return Stream.concat(
            stacks.domainNames(place, certificateArn).stream(),
            plan.services().stream()
                .filter(service -> AccountRegion.of(service).equals(place))
                .flatMap(service -> service.needs().domainName().stream()))
        .distinct()
        .toList();
  }

  /**
   * Starts a rehearsal.
   *
   * @param log takes lines for the user
   * @throws XacctException if the port or the state folder is in use, or the state cannot be read
   */
  public static Rehearsal start(RehearsalPlan plan, Consumer<String> log) {
    return start(plan, log, Clock.systemUTC());
  }

  static Rehearsal start(RehearsalPlan plan, Consumer<String> log, Clock clock) {
    try {
      return new Rehearsal(plan, log, clock);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw XacctException.ours("Cannot start the rehearsal in " + plan.stateFolder() + ".")
          .evidence(e.toString())
          .suggestion("if the folder is damaged, delete it: the next rehearsal creates a new one")
          .cause(e);
    }
  }

  /** Where the APIs of all services are. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + api.port());
  }

  /** Host and port of the tools account's registry: the first part of its images' names. */
  public String registryHost() {
    return registry.host();
  }

  /** Where an environment's production listener listens. */
  public Optional<URI> productionUrl(String environment) {
    return compute.environments().productionUrl(environment);
  }

  /** The name that requests for it must bear, where it shares its production listener. */
  public Optional<String> productionHost(String environment) {
    return compute.environments().productionHost(environment);
  }

  /**
   * Waits until an environment's service runs all its tasks, as one that has stood for a while.
   *
   * @return whether it does; false when the time is up, or if there is no such service
   */
  public boolean awaitSteady(String environment, Duration limit) throws InterruptedException {
    return compute.environments().awaitSteady(environment, limit);
  }

  /** For whoever asks its listeners over HTTPS: trusts their certificates, and no others. */
  public SSLContext trusted() {
    return secured.trusted();
  }

  /** Where its test listener listens, if it has one. */
  public Optional<URI> testUrl(String environment) {
    return compute.environments().testUrl(environment);
  }

  /** The name that requests to that must bear, where it is shared. */
  public Optional<String> testHost(String environment) {
    return compute.environments().testHost(environment);
  }

  /** Who answered during an environment's last deployment. */
  public TrafficReport traffic(String environment) {
    return compute.environments().traffic(environment);
  }

  /** What stands in the accounts. */
  public ResourceStore estate() {
    return store;
  }

  /** Lets ECS deploy an environment's service by rolling updates, and CodeDeploy no more. */
  public void deployedByRollingUpdates(String environment) {
    plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .forEach(service -> RollingUpdates.of(service, store));
    estateChanged();
  }

  /** Listeners and services are to follow what has changed there. */
  void estateChanged() {
    compute.estateChanged();
  }

  public RegistryTokens tokens() {
    return tokens;
  }

  /**
   * The builder's: of an administrator of the tools account, who may assume any role; but of a
   * session of the plan's builder role once that exists.
   */
  public Keys builder() {
    return credentials.builder();
  }

  /** Of an administrator of any account. */
  public Keys administrator(AccountId account) {
    return credentials.administrator(account);
  }

  /** Sessions of roles, and what roles may do. */
  public RoleSessions roles() {
    return roles;
  }

  /**
   * What stands in an account, by physical id, with properties as CloudFormation resolved them.
   *
   * @param type such as {@code AWS::CodePipeline::Pipeline}
   */
  public Map<String, ? extends JsonNode> standing(AccountId account, Region region, String type) {
    return store.all(new AccountRegion(account, region), type);
  }

  /** Lets a service's event reach the topics of the rules that match it. */
  public void happened(AccountId account, Region region, ObjectNode event) {
    events.deliver(new AccountRegion(account, region), event);
  }

  /** Of the builder. */
  public String accessKeyId() {
    return builder().accessKeyId();
  }

  /** Of the builder; worth nothing outside this rehearsal. */
  public String secretAccessKey() {
    return builder().secretAccessKey();
  }

  /** What a client needs in its environment; AWS_PROFILE must not be set beside it. */
  public Map<String, String> environment() {
    return new ClientEnvironment(endpoint(), builder(), plan.toolsRegion()).with(trust());
  }

  /** By which the plugin in another process trusts the certificates of HTTPS listeners, if any. */
  public Map<String, String> trust() {
    return ClientEnvironment.trust(secured.file());
  }

  /** Reports every call from now on, before it is answered, on the thread that answers it. */
  public void onCall(Consumer<RecordedCall> listener) {
    observers.onCall(listener);
  }

  /** Reports whatever is published to a topic from now on, on the thread that answers. */
  public void onNotice(Consumer<PublishedNotice> listener) {
    observers.onNotice(listener);
  }

  /**
   * Reports whatever somebody was allowed to do from now on, API calls and the registry's requests
   * alike, so that a policy can be compared with what was used of it.
   */
  public void onAccess(Consumer<Access> listener) {
    observers.onAccess(listener);
  }

  /** Hooks' functions that failed an environment's deployments. */
  public List<FunctionFailure> functionFailures(String environment) {
    return compute.environments().functionFailures(environment);
  }

  /** Ends everything that the rehearsal started; a second time does nothing. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // The rest must end too; whatever holds on ends with the process.
      }
    }
  }

  private Duration ahead() {
    return plan.setUpFaults().contains(SetUpFault.CLOCK_SKEW) ? SKEW : Duration.ZERO;
  }

  private ApiServer listen(
      List<Service> services, SigV4 sigV4, Admission admission, Consumer<String> log)
      throws IOException {
    try {
      return new ApiServer(
          plan.port(), services, ahead(), sigV4, admission, observers::called, log);
    } catch (BindException e) {
      throw XacctException.yours("Cannot serve the rehearsal on port " + plan.port() + ".")
          .evidence("The system said: " + e.getMessage())
          .suggestion(
              "stop the process that uses the port, or choose another: -Dxacct.rehearse.port=0"
                  + " takes any");
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
