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
 * An AWS on loopback, built from a plan: two or more accounts with their registry, roles, clusters
 * and deployment groups, for any client that uses AWS's protocols. {@link #close} ends it and
 * leaves no thread, process or port behind; images stay in the plan's state folder.
 *
 * <p>It checks as AWS does: signatures (Signature Version 4 in the Authorization header), session
 * tokens and their expiration, clock skew, trust policies with external ID, role chaining's limit
 * of one hour, identity policies and permissions boundaries for every call, registry tokens,
 * cross-account repository policies, immutable tags, digests.
 *
 * <p>Not simulated:
 *
 * <ul>
 *   <li>Session policies and MFA, which are refused; policies of AWS Organizations, user groups,
 *       and conditions on session tags.
 *   <li>TLS, except on load balancer listeners: the APIs are plain HTTP on 127.0.0.1, and the
 *       registry serves layers itself instead of redirecting to S3.
 *   <li>ECR's scans, replication, pull-through caches, creation templates, blob mounting and KMS. A
 *       lifecycle policy is applied when a rehearsal begins. Manifests are never converted.
 *   <li>CloudFormation's nested stacks, stack sets and transforms.
 *   <li>Quotas and throttling, unless a fault injects them.
 * </ul>
 *
 * An operation that is not simulated is answered with 501 and its name.
 */
public final class Rehearsal implements AutoCloseable {
  private final RehearsalParts parts;

  private Rehearsal(RehearsalParts parts) {
    this.parts = parts;
  }

  /**
   * Starts a rehearsal.
   *
   * @param log receives lines for the user
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

  /** Returns the URL of the APIs of all services. */
  public URI endpoint() {
    return parts.endpoint();
  }

  /** Returns host and port of the tools account's registry, the first part of its images' names. */
  public String registryHost() {
    return parts.registry.host();
  }

  /**
   * Returns the image that replaces every image of the ECR Public Gallery, as {@code
   * HOST/REPOSITORY@DIGEST}; anyone may pull it.
   */
  public String publicImage() {
    return parts.gallery().repository() + "@" + parts.gallery().digest();
  }

  /** Returns the URL of an environment's production listener; empty if it has none. */
  public Optional<URI> productionUrl(String environment) {
    return parts.compute.environments().productionUrl(environment);
  }

  /**
   * Returns the Host header to send to the production listener; empty if the listener is not
   * shared.
   */
  public Optional<String> productionHost(String environment) {
    return parts.compute.environments().productionHost(environment);
  }

  /**
   * Waits until an environment's service runs all its tasks.
   *
   * @return false if the limit is exceeded or there is no such service
   */
  public boolean awaitSteady(String environment, Duration limit) throws InterruptedException {
    return parts.compute.environments().awaitSteady(environment, limit);
  }

  /**
   * Returns an SSL context that trusts only the certificates of the rehearsal's HTTPS listeners.
   */
  public SSLContext trusted() {
    return parts.secured.trusted();
  }

  /** Returns the URL of an environment's test listener; empty if it has none. */
  public Optional<URI> testUrl(String environment) {
    return parts.compute.environments().testUrl(environment);
  }

  /** Returns the Host header to send to the test listener; empty if the listener is not shared. */
  public Optional<String> testHost(String environment) {
    return parts.compute.environments().testHost(environment);
  }

  /** Returns which versions answered requests during an environment's last deployment. */
  public TrafficReport traffic(String environment) {
    return parts.compute.environments().traffic(environment);
  }

  /** Returns the resources of all accounts. */
  public ResourceStore store() {
    return parts.store;
  }

  /** Changes an environment's service from CodeDeploy to rolling updates by ECS. */
  public void deployedByRollingUpdates(String environment) {
    parts.plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .forEach(service -> RollingUpdates.of(service, parts.store));
    resourcesChanged();
  }

  /** Applies changes of the resource store to listeners and services. */
  void resourcesChanged() {
    parts.compute.resourcesChanged();
  }

  /** Returns the issuer of registry passwords. */
  public RegistryTokens tokens() {
    return parts.tokens;
  }

  /**
   * Returns the builder's credentials: a session of the plan's builder role if it exists, else an
   * administrator of the tools account, who may assume any role.
   */
  public Keys builder() {
    return parts.access.credentials.builder();
  }

  /** Returns credentials of an administrator of an account. */
  public Keys administrator(AccountId account) {
    return parts.access.credentials.administrator(account);
  }

  /** Returns the issuer of role sessions, which also evaluates roles' permissions. */
  public RoleSessions roles() {
    return parts.access.roles;
  }

  /**
   * Returns the resources of one type in an account by physical ID, with resolved properties.
   *
   * @param type such as {@code AWS::CodePipeline::Pipeline}
   */
  public Map<String, ? extends JsonNode> standing(AccountId account, Region region, String type) {
    return parts.store.all(new AccountRegion(account, region), type);
  }

  /** Delivers an event to the SNS topics of the EventBridge rules that match it. */
  public void happened(AccountId account, Region region, ObjectNode event) {
    parts.events.deliver(new AccountRegion(account, region), event);
  }

  /** Returns the access key ID of the builder. */
  public String accessKeyId() {
    return builder().accessKeyId();
  }

  /** Returns the builder's secret access key, which is invalid outside this rehearsal. */
  public String secretAccessKey() {
    return builder().secretAccessKey();
  }

  /** Returns a client's environment variables; AWS_PROFILE must not be set as well. */
  public Map<String, String> environment() {
    return new ClientEnvironment(endpoint(), builder(), parts.plan.toolsRegion()).with(trust());
  }

  /**
   * Returns the variable by which the plugin in another process trusts the HTTPS listeners'
   * certificates.
   */
  public Map<String, String> trust() {
    return ClientEnvironment.trust(parts.secured.file());
  }

  /** Reports every later call to a listener, before it is answered and on the answering thread. */
  public void onCall(Consumer<RecordedCall> listener) {
    parts.observers.onCall(listener);
  }

  /** Reports every later SNS publication to a listener, on the answering thread. */
  public void onNotice(Consumer<PublishedNotice> listener) {
    parts.observers.onNotice(listener);
  }

  /**
   * Reports every later permitted access, of API calls and registry requests alike, so that a
   * policy can be compared with what is used of it.
   */
  public void onAccess(Consumer<Access> listener) {
    parts.observers.onAccess(listener);
  }

  /** Returns the hook functions that failed an environment's deployments. */
  public List<FunctionFailure> functionFailures(String environment) {
    return parts.compute.environments().functionFailures(environment);
  }

  /** Ends everything that the rehearsal started; a second time does nothing. */
  @Override
  public void close() {
    parts.close();
  }
}
