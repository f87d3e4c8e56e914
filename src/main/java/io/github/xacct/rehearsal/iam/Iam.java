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
 * What an identity may do: the identity policies and the permissions boundary of users and roles
 * that stand in the estate. Source: IAM user guide, "Policy evaluation logic".
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
   * What was decided and by which kind of policy, for the words of a refusal.
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
   * A session of a role as an AWS service works with it.
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
   * Whether an identity's own policies let it do something.
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

  /** The same with the kind of policy that decided. */
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

  /** Whether a role's trust policy lets an AWS service assume it for a resource of its account. */
  public boolean trusts(String roleArn, String service, String sourceArn) {
    Optional<Identity> role = identities.find(roleArn);
    AccessRequest request =
        AccessRequest.of(new Principal.AwsService(service), "sts:AssumeRole", roleArn)
            .with("aws:SourceAccount", account(roleArn))
            .with("aws:SourceArn", sourceArn);
    return role.flatMap(Iam::trust).filter(t -> t.decide(request).allowed()).isPresent();
  }

  /**
   * Whether a role's trust policy lets somebody assume it whom an identity provider of its account
   * identifies. Source: IAM user guide, "Available keys for AWS OIDC federation".
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

  /** Whether a role's account has an identity provider for an issuer. */
  boolean knows(String roleArn, String host) {
    return identities.provider(providerArn(roleArn, host)).isPresent();
  }

  /** Whether that provider takes an audience. */
  boolean takes(String roleArn, String host, String audience) {
    return identities.provider(providerArn(roleArn, host)).orElse(Set.of()).contains(audience);
  }

  /** How long a session of the role may last. */
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

  /** The trust policy of a role; empty if there is no such role. */
  Optional<Policy> trustOf(String roleArn) {
    return identities.find(roleArn).flatMap(Iam::trust);
  }

  private static Optional<Policy> trust(Identity role) {
    return Optional.of(role.properties().path("AssumeRolePolicyDocument"))
        .filter(document -> role.isRole() && !document.isMissingNode())
        .map(document -> Policy.ofResource(IamPolicy.text(document)));
  }

  /** The request as the principal's own policies see it. */
  public static AccessRequest request(Access access) {
    String arn = access.principalArn();
    return request(access, new Principal.Aws(new AccountId(account(arn)), arn, arn));
  }

  static AccessRequest request(Access access, Principal principal) {
    AccessRequest request = AccessRequest.of(principal, access.action(), access.resource());
    for (var key : access.context().entrySet()) {
      request = request.with(key.getKey(), key.getValue().toArray(String[]::new));
    }
    // The rehearsal's plain http stands for AWS's TLS.
    request = request.with("aws:SecureTransport", "true");
    // Nobody says to which organisation the rehearsed accounts belong.
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
