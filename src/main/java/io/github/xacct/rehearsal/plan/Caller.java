package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;

/**
 * The principal that signed a call.
 *
 * @param account of the credentials
 * @param arn {@code arn:aws:iam::111111111111:user/x} of a user, {@code
 *     arn:aws:sts::1...:assumed-role/x/session} of a session of role {@code x}
 * @param principalArn compared by policies: the role's ARN for a session, else {@code arn}
 * @param userId unique ID as GetCallerIdentity returns it
 */
public record Caller(AccountId account, String arn, String principalArn, String userId) {
  /** The caller of an unsigned call. */
  public static final Caller NOBODY =
      new Caller(new AccountId("000000000000"), "anonymous", "anonymous", "anonymous");
}
