package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;
import io.github.xacct.policy.Policy;
import java.util.Optional;

/**
 * What a resource itself says about who may use it: a repository's policy, a role's trust policy.
 *
 * @param policy absent if it has none, or does not exist
 * @param owner whose the resource is, where its ARN does not name the account
 * @param always whether it must allow even a caller of its own account, as a trust policy must
 */
public record ResourcePolicy(Optional<Policy> policy, boolean always, Optional<AccountId> owner) {

  public ResourcePolicy(Optional<Policy> policy, boolean always) {
    this(policy, always, Optional.empty());
  }

  public static ResourcePolicy ofRole(Iam iam, String roleArn) {
    return new ResourcePolicy(iam.trustOf(roleArn), true);
  }
}
