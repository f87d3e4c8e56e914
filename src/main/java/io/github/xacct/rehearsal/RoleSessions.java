package io.github.xacct.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.codedeploy.HookFunctions;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.iam.TokenIssuer;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.setup.Credentials;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues sessions of a rehearsal's roles to the principals that they trust, and evaluates roles'
 * permissions.
 */
public final class RoleSessions implements HookFunctions.Host {
  private final ResourceStore store;
  private final Credentials credentials;
  private final Iam trust;
  private final Authority authority;
  private final TokenIssuer tokens;
  private final Supplier<URI> endpoint;

  RoleSessions(
      ResourceStore store,
      Credentials credentials,
      Iam trust,
      Authority authority,
      TokenIssuer tokens,
      Supplier<URI> endpoint) {
    this.store = store;
    this.credentials = credentials;
    this.trust = trust;
    this.authority = authority;
    this.tokens = tokens;
    this.endpoint = endpoint;
  }

  /**
   * Creates a role, or replaces the one of the same name.
   *
   * @param trust trust policy
   * @param policy the only inline policy
   */
  public void create(RoleArn role, String trust, String policy) {
    String path = role.pathAndName().substring(0, role.pathAndName().lastIndexOf('/') + 1);
    ObjectNode properties = Json.object().put("RoleName", role.name()).put("Path", "/" + path);
    properties.set("AssumeRolePolicyDocument", document(trust));
    properties
        .putArray("Policies")
        .addObject()
        .put("PolicyName", role.name())
        .set("PolicyDocument", document(policy));
    store.put(Identities.place(role.account()), Identity.ROLE, role.name(), properties);
  }

  private static JsonNode document(String text) {
    try {
      return Json.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /**
   * Returns the keys of a session of a role that an AWS service assumes.
   *
   * @param service such as {@code codebuild.amazonaws.com}
   * @param sourceArn of the resource for which the service assumes the role
   * @throws XacctException if the role does not trust it
   */
  public Keys sessionOf(RoleArn role, String service, String sourceArn) {
    if (!trust.trusts(role.toString(), service, sourceArn)) {
      throw XacctException.yours(service + " may not assume role " + role + " for " + sourceArn)
          .suggestion("allow it in the role's trust policy.");
    }
    return credentials.session(role);
  }

  /**
   * Returns the keys of a session of a role that a CI job assumes with a token.
   *
   * @param host and path of the issuer's URL
   * @param subject of the token
   * @throws XacctException if the role does not trust it, or the account has no such identity
   *     provider
   */
  public Keys sessionOf(RoleArn role, String host, String subject, String audience) {
    if (!trust.trusts(role.toString(), host, subject, audience)) {
      throw XacctException.yours(subject + " may not assume role " + role)
          .evidence(
              "AWS's response would be: AccessDenied - Not authorized to perform"
                  + " sts:AssumeRoleWithWebIdentity")
          .suggestion("let the role's trust policy name this subject, this audience and " + host);
    }
    return credentials.session(role);
  }

  /**
   * Returns a token for AssumeRoleWithWebIdentity, as a CI system issues it to a job.
   *
   * @param issuer URL of the identity provider, such as {@code https://gitlab.com}
   * @param subject the job, such as {@code repo:example/app:ref:refs/heads/main}
   */
  public String identityToken(String issuer, String subject, String audience) {
    return tokens.token(issuer, subject, audience);
  }

  /**
   * Returns AWS's message of denial, or empty if a role's policies allow an action on a resource.
   */
  public Optional<String> denial(RoleArn role, String action, String resource) {
    return denial(role, action, resource, Map.of());
  }

  /** Like {@link #denial(RoleArn, String, String)}, with values of condition keys. */
  public Optional<String> denial(
      RoleArn role, String action, String resource, Map<String, List<String>> context) {
    var access = new Access(role.toString(), action, resource, context);
    return authority.denial(credentials.caller(role), access, Optional.empty());
  }

  @Override
  public URI endpoint() {
    return endpoint.get();
  }

  /** Returns the keys of a session without a check of the role's trust policy. */
  @Override
  public Keys keys(RoleArn role, String sessionName) {
    return credentials.session(role, sessionName);
  }
}
