package io.github.xacct.model;

import java.util.Optional;

/**
 * A CI system outside of AWS, whose jobs assume roles by signed tokens (OpenID Connect) instead of
 * stored keys.
 *
 * @param system that runs the jobs
 * @param host and path of the issuer's URL, as IAM calls it in condition keys
 * @param provider ARN of IAM's identity provider for it, if the account has one already
 */
public record OidcIssuer(Kind system, String host, Optional<String> provider) {
  /** The audience that AWS's own action for GitHub asks for; a GitLab job names it itself. */
  public static final String AUDIENCE = "sts.amazonaws.com";

  /** The CI systems that issue tokens. */
  public enum Kind {
    /** GitHub, github.com or a server of one's own. */
    GITHUB("token.actions.githubusercontent.com"),
    /** GitLab, gitlab.com or a server of one's own. */
    GITLAB("gitlab.com");

    private final String host;

    Kind(String host) {
      this.host = host;
    }
  }

  /** The issuer that everybody shares. */
  public static OidcIssuer of(Kind system) {
    return new OidcIssuer(system, system.host, Optional.empty());
  }

  /** The same system on a server of one's own. */
  public OidcIssuer withHost(String other) {
    return new OidcIssuer(system, other, provider);
  }

  /** The same system with an identity provider that exists. */
  public OidcIssuer withProvider(String arn) {
    return new OidcIssuer(system, host, Optional.of(arn));
  }

  /** Who a job of a branch is that deploys to no environment. */
  public String branchSubject(String repository, String branch) {
    return switch (system) {
      case GITHUB -> "repo:" + repository + ":ref:refs/heads/" + branch;
      case GITLAB -> "project_path:" + repository + ":ref_type:branch:ref:" + branch;
    };
  }

  /**
   * Who a job is that deploys to an environment. GitLab's default subject does not name the
   * environment. Sources: docs.github.com, "OpenID Connect reference"; docs.gitlab.com, "OpenID
   * Connect (OIDC) authentication using ID tokens".
   */
  public String environmentSubject(String repository, String branch, String environment) {
    return switch (system) {
      case GITHUB -> "repo:" + repository + ":environment:" + environment;
      case GITLAB -> branchSubject(repository, branch);
    };
  }
}
