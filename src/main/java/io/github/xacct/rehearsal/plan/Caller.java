package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;

/**
 * Who signed a call.
 *
 * @param account of the credentials
 * @param arn {@code arn:aws:iam::111111111111:user/x}, {@code arn:aws:iam::1...:role/x} seen as
 *     {@code arn:aws:sts::1...:assumed-role/x/session}
 * @param principalArn what policies compare with: the role's ARN for a session, else {@code arn}
 * @param userId unique id as GetCallerIdentity shows it
 */
public record Caller(AccountId account, String arn, String principalArn, String userId) {
  /** Somebody who has not signed. */
  public static final Caller NOBODY =
      new Caller(new AccountId("000000000000"), "anonymous", "anonymous", "anonymous");
}
