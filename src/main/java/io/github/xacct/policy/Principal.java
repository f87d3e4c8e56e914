package io.github.xacct.policy;

import io.github.xacct.model.AccountId;

/** The caller of a request: an identity of an account, a federated identity or an AWS service. */
public sealed interface Principal {

  /**
   * A user, a role or a role session.
   *
   * @param account of the credentials
   * @param arn as GetCallerIdentity returns it; for a session {@code
   *     arn:aws:sts::111111111111:assumed-role/ROLE/SESSION}
   * @param principalArn the value of {@code aws:PrincipalArn}; for a session the role's ARN
   */
  record Aws(AccountId account, String arn, String principalArn) implements Principal {}

  /**
   * A caller authenticated by an identity provider of the account.
   *
   * @param provider ARN of the identity provider
   */
  record Federated(String provider) implements Principal {}

  /** A service by its name, such as {@code codedeploy.amazonaws.com}. */
  record AwsService(String name) implements Principal {}
}
