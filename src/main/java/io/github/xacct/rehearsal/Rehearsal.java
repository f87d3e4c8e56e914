package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.ecr.RegistryTokens;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.setup.RollingUpdates;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final RehearsalParts parts;

  private Rehearsal(RehearsalParts parts) {
    this.parts = parts;
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
      return new Rehearsal(new RehearsalParts(plan, log, clock));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw XacctException.ours("Cannot start the rehearsal in " + plan.stateFolder() + ".")
          .evidence(e.toString())
          .suggestion("if the folder is damaged, delete it: the next rehearsal creates a new one")
          .cause(e);
    }
  }

  /** The URL of the APIs of all services. */
  public URI endpoint() {
    return parts.endpoint();
  }

  /** Host and port of the tools account's registry: the first part of its images' names. */
  public String registryHost() {
    return parts.registry.host();
  }

  /**
   * The one image of its own that stands for those of ECR's public gallery: where anybody may pull
   * it, as {@code HOST/REPOSITORY@DIGEST}.
   */
  public String publicImage() {
    return parts.gallery().repository() + "@" + parts.gallery().digest();
  }

  /** The URL of an environment's production listener. */
  public Optional<URI> productionUrl(String environment) {
    return parts.compute.environments().productionUrl(environment);
  }

  /** The Host header of requests to it, where it shares its production listener. */
  public Optional<String> productionHost(String environment) {
    return parts.compute.environments().productionHost(environment);
  }

  /**
   * Waits until an environment's service runs all its tasks, as one that has stood for a while.
   *
   * @return whether it does; false when the time is up, or if there is no such service
   */
  public boolean awaitSteady(String environment, Duration limit) throws InterruptedException {
    return parts.compute.environments().awaitSteady(environment, limit);
  }

  /** For whoever asks its listeners over HTTPS: trusts their certificates, and no others. */
  public SSLContext trusted() {
    return parts.secured.trusted();
  }

  /** The URL of its test listener, if it has one. */
  public Optional<URI> testUrl(String environment) {
    return parts.compute.environments().testUrl(environment);
  }

  /** The Host header of requests to its test listener, where that is shared. */
  public Optional<String> testHost(String environment) {
    return parts.compute.environments().testHost(environment);
  }

  /** Which versions answered requests during an environment's last deployment. */
  public TrafficReport traffic(String environment) {
    return parts.compute.environments().traffic(environment);
  }

  /** What stands in the accounts. */
  public ResourceStore estate() {
    return parts.store;
  }

  /** Lets ECS deploy an environment's service by rolling updates, and CodeDeploy no more. */
  public void deployedByRollingUpdates(String environment) {
    parts.plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .forEach(service -> RollingUpdates.of(service, parts.store));
    estateChanged();
  }

  /** Listeners and services are to follow what has changed there. */
  void estateChanged() {
    parts.compute.estateChanged();
  }

  /** Issues and checks the passwords of registries. */
  public RegistryTokens tokens() {
    return parts.tokens;
  }

  /**
   * Credentials of the builder: of a session of the plan's builder role if that exists, else of an
   * administrator of the tools account, who may assume any role.
   */
  public Keys builder() {
    return parts.access.credentials.builder();
  }

  /** Credentials of an administrator of an account. */
  public Keys administrator(AccountId account) {
    return parts.access.credentials.administrator(account);
  }

  /** Sessions of roles, and what roles may do. */
  public RoleSessions roles() {
    return parts.access.roles;
  }

  /**
   * What stands in an account, by physical id, with properties as CloudFormation resolved them.
   *
   * @param type such as {@code AWS::CodePipeline::Pipeline}
   */
  public Map<String, ? extends JsonNode> standing(AccountId account, Region region, String type) {
    return parts.store.all(new AccountRegion(account, region), type);
  }

  /** Lets a service's event reach the topics of the rules that match it. */
  public void happened(AccountId account, Region region, ObjectNode event) {
    parts.events.deliver(new AccountRegion(account, region), event);
  }

  /** Access key ID of the builder. */
  public String accessKeyId() {
    return builder().accessKeyId();
  }

  /** Secret access key of the builder; worth nothing outside this rehearsal. */
  public String secretAccessKey() {
    return builder().secretAccessKey();
  }

  /** What a client needs in its environment; AWS_PROFILE must not be set beside it. */
  public Map<String, String> environment() {
    return new ClientEnvironment(endpoint(), builder(), parts.plan.toolsRegion()).with(trust());
  }

  /** By which the plugin in another process trusts the certificates of HTTPS listeners, if any. */
  public Map<String, String> trust() {
    return ClientEnvironment.trust(parts.secured.file());
  }

  /** Reports every call from now on, before it is answered, on the thread that answers it. */
  public void onCall(Consumer<RecordedCall> listener) {
    parts.observers.onCall(listener);
  }

  /** Reports whatever is published to a topic from now on, on the thread that answers. */
  public void onNotice(Consumer<PublishedNotice> listener) {
    parts.observers.onNotice(listener);
  }

  /**
   * Reports whatever somebody was allowed to do from now on, API calls and the registry's requests
   * alike, so that a policy can be compared with what was used of it.
   */
  public void onAccess(Consumer<Access> listener) {
    parts.observers.onAccess(listener);
  }

  /** Hooks' functions that failed an environment's deployments. */
  public List<FunctionFailure> functionFailures(String environment) {
    return parts.compute.environments().functionFailures(environment);
  }

  /** Ends everything that the rehearsal started; a second time does nothing. */
  @Override
  public void close() {
    parts.close();
  }
}
