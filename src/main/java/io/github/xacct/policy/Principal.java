package io.github.xacct.policy;

import io.github.xacct.model.AccountId;

/** Who asks: somebody with credentials of an account, or an AWS service. */
public sealed interface Principal {

  /**
   * A user, a role or a role session.
   *
   * @param account of the credentials
   * @param arn as GetCallerIdentity reports it; of a session {@code
   *     arn:aws:sts::111111111111:assumed-role/ROLE/SESSION}
   * @param principalArn as {@code aws:PrincipalArn} reports it: of a session the role's ARN
   */
  record Aws(AccountId account, String arn, String principalArn) implements Principal {}

  /**
   * Somebody whom an identity provider of the account has identified.
   *
   * @param provider its ARN
   */
  record Federated(String provider) implements Principal {}

  /** A service by its name, such as {@code codedeploy.amazonaws.com}. */
  record AwsService(String name) implements Principal {}
}
