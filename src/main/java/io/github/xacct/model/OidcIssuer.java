package io.github.xacct.model;

import java.util.Optional;

/**
 * A CI system outside of AWS whose jobs assume roles with OpenID Connect tokens instead of stored
 * keys.
 *
 * @param system that runs the jobs
 * @param host host and path of the issuer's URL, as in IAM's condition keys
 * @param provider ARN of its identity provider in IAM; absent if the account has none yet
 */
public record OidcIssuer(Kind system, String host, Optional<String> provider) {
  /**
   * The audience of the tokens: the default of AWS's action for GitHub; a GitLab job specifies it.
   */
  public static final String AUDIENCE = "sts.amazonaws.com";

  /** The CI systems that issue tokens. */
  public enum Kind {
    /** GitHub: github.com or a self-hosted server. */
    GITHUB("token.actions.githubusercontent.com"),
    /** GitLab: gitlab.com or a self-hosted server. */
    GITLAB("gitlab.com");

    private final String host;

    Kind(String host) {
      this.host = host;
    }
  }

  /** Returns the issuer of the public service. */
  public static OidcIssuer of(Kind system) {
    return new OidcIssuer(system, system.host, Optional.empty());
  }

  /** Returns the issuer of a self-hosted server. */
  public OidcIssuer withHost(String other) {
    return new OidcIssuer(system, other, provider);
  }

  /** Returns the issuer with an existing identity provider. */
  public OidcIssuer withProvider(String arn) {
    return new OidcIssuer(system, host, Optional.of(arn));
  }

  /** Returns the token's subject for a job of a branch that deploys to no environment. */
  public String branchSubject(String repository, String branch) {
    return switch (system) {
      case GITHUB -> "repo:" + repository + ":ref:refs/heads/" + branch;
      case GITLAB -> "project_path:" + repository + ":ref_type:branch:ref:" + branch;
    };
  }

  /**
   * Returns the token's subject for a job that deploys to an environment. GitLab's default subject
   * does not contain the environment. Sources: docs.github.com, "OpenID Connect reference";
   * docs.gitlab.com, "OpenID Connect (OIDC) authentication using ID tokens".
   */
  public String environmentSubject(String repository, String branch, String environment) {
    return switch (system) {
      case GITHUB -> "repo:" + repository + ":environment:" + environment;
      case GITLAB -> branchSubject(repository, branch);
    };
  }
}
