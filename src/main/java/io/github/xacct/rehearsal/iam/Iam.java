package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Decision.Outcome;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Evaluates what an identity may do, by the identity policies and the permissions boundary of the
 * users and roles in the resource store. Source: IAM user guide, "Policy evaluation logic".
 */
public final class Iam {
  private static final String IDENTITY = "identity-based policy";
  private static final String ORGANISATION = "aws:PrincipalOrgID";
  private static final String BOUNDARY = "permissions boundary";

  private static final int USUAL_SESSION = 3600;

  private final Identities identities;

  public Iam(ResourceStore store) {
    this.identities = new Identities(store);
  }

  /**
   * A decision and the kind of policy that decided, for the message of denial.
   *
   * @param by such as {@code identity-based policy}
   */
  record Verdict(Decision decision, String by) {

    boolean allowed() {
      return decision.allowed();
    }

    boolean denied() {
      return decision.outcome() == Outcome.DENIED;
    }
  }

  /**
   * Returns the session of a role that an AWS service assumes.
   *
   * @param service such as {@code cloudformation.amazonaws.com}
   * @return empty if there is no such role, or if it does not trust the service
   */
  public Optional<Caller> serviceSession(
      String roleArn, String service, String sourceArn, String name) {
    if (!trusts(roleArn, service, sourceArn)) {
      return Optional.empty();
    }
    RoleArn role = RoleArn.parse(roleArn, "aws", new AccountId(account(roleArn)));
    return Optional.of(new Session(role, name).caller());
  }

  public Identities identities() {
    return identities;
  }

  /**
   * Decides whether an identity's own policies allow an action on a resource.
   *
   * @param principalArn of a user or a role, never of a session
   * @param action such as {@code ecs:RegisterTaskDefinition}
   * @param resource ARN, or {@code *}
   * @param context condition keys of the request
   */
  public Decision decide(
      String principalArn, String action, String resource, Map<String, List<String>> context) {
    return evaluate(new Access(principalArn, action, resource, context)).decision();
  }

  /**
   * Decides whether an identity's own policies allow an access, and returns the kind of policy that
   * decided.
   */
  Verdict evaluate(Access access) {
    Optional<Identity> identity = identities.find(access.principalArn());
    if (identity.isEmpty()) {
      return new Verdict(
          new Decision(Outcome.NOT_ALLOWED, access.principalArn() + " does not exist"), IDENTITY);
    }
    AccessRequest request = request(access);
    Decision own = decide(identity.get().policies(), request);
    if (own.outcome() == Outcome.DENIED || identity.get().boundary().isEmpty()) {
      return new Verdict(own, IDENTITY);
    }
    Decision limit = decide(List.of(identity.get().boundary().get()), request);
    boolean limited = own.allowed() || limit.outcome() == Outcome.DENIED;
    return limited ? new Verdict(limit, BOUNDARY) : new Verdict(own, IDENTITY);
  }

  /**
   * Returns whether a role's trust policy allows an AWS service to assume it for a resource of its
   * account.
   */
  public boolean trusts(String roleArn, String service, String sourceArn) {
    Optional<Identity> role = identities.find(roleArn);
    AccessRequest request =
        AccessRequest.of(new Principal.AwsService(service), "sts:AssumeRole", roleArn)
            .with("aws:SourceAccount", account(roleArn))
            .with("aws:SourceArn", sourceArn);
    return role.flatMap(Iam::trust).filter(t -> t.decide(request).allowed()).isPresent();
  }

  /**
   * Returns whether a role's trust policy allows a federated identity of an OIDC provider of its
   * account to assume it. Source: IAM user guide, "Available keys for AWS OIDC federation".
   *
   * @param host and path of the issuer's URL
   */
  public boolean trusts(String roleArn, String host, String subject, String audience) {
    String provider = providerArn(roleArn, host);
    if (!identities.provider(provider).orElse(Set.of()).contains(audience)) {
      return false;
    }
    AccessRequest request =
        AccessRequest.of(
                new Principal.Federated(provider), "sts:AssumeRoleWithWebIdentity", roleArn)
            .with(host + ":sub", subject)
            .with(host + ":aud", audience);
    return trustOf(roleArn).filter(t -> t.decide(request).allowed()).isPresent();
  }

  /** Returns whether a role's account has an OIDC provider for an issuer. */
  boolean hasProvider(String roleArn, String host) {
    return identities.provider(providerArn(roleArn, host)).isPresent();
  }

  /** Returns whether that provider accepts an audience. */
  boolean acceptsAudience(String roleArn, String host, String audience) {
    return identities.provider(providerArn(roleArn, host)).orElse(Set.of()).contains(audience);
  }

  /** Returns the maximum session duration of a role. */
  Duration longestSession(String roleArn) {
    return Duration.ofSeconds(
        identities
            .find(roleArn)
            .map(role -> role.properties().path("MaxSessionDuration").asInt(USUAL_SESSION))
            .orElse(USUAL_SESSION));
  }

  private static String providerArn(String roleArn, String host) {
    return roleArn.replaceFirst(":role/.*", Matcher.quoteReplacement(":oidc-provider/" + host));
  }

  /** Returns the trust policy of a role; empty if there is no such role. */
  Optional<Policy> trustOf(String roleArn) {
    return identities.find(roleArn).flatMap(Iam::trust);
  }

  private static Optional<Policy> trust(Identity role) {
    return Optional.of(role.properties().path("AssumeRolePolicyDocument"))
        .filter(document -> role.isRole() && !document.isMissingNode())
        .map(document -> Policy.ofResource(IamPolicy.text(document)));
  }

  /** Returns the request for the evaluation of the principal's own policies. */
  public static AccessRequest request(Access access) {
    String arn = access.principalArn();
    return request(access, new Principal.Aws(new AccountId(account(arn)), arn, arn));
  }

  static AccessRequest request(Access access, Principal principal) {
    AccessRequest request = AccessRequest.of(principal, access.action(), access.resource());
    for (var key : access.context().entrySet()) {
      request = request.with(key.getKey(), key.getValue().toArray(String[]::new));
    }
    // The rehearsal's plain HTTP represents AWS's TLS.
    request = request.with("aws:SecureTransport", "true");
    // The organization of the rehearsed accounts is not known.
    return access.context().containsKey(ORGANISATION) ? request : request.withUnknown(ORGANISATION);
  }

  private static Decision decide(List<IamPolicy> policies, AccessRequest request) {
    List<Policy> known = policies.stream().flatMap(p -> p.policy().stream()).toList();
    Decision decision = Policy.union(known).decide(request);
    Optional<IamPolicy> unknown = policies.stream().filter(p -> p.document().isEmpty()).findFirst();
    return unknown.isEmpty() || decision.outcome() == Outcome.DENIED
        ? decision
        : new Decision(
            Outcome.CANNOT_DECIDE,
            "the managed policy " + unknown.get().arn().orElseThrow() + " is not known here");
  }

  public static String account(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? "" : parts[4];
  }
}
