package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;
import io.github.xacct.policy.Policy;
import java.util.Optional;

/**
 * A resource-based policy: a repository policy, a bucket policy or a role's trust policy.
 *
 * @param policy absent if the resource has none or does not exist
 * @param owner account of the resource, if its ARN does not contain the account
 * @param always whether it must allow callers of its own account too, like a trust policy
 */
public record ResourcePolicy(Optional<Policy> policy, boolean always, Optional<AccountId> owner) {

  public ResourcePolicy(Optional<Policy> policy, boolean always) {
    this(policy, always, Optional.empty());
  }

  public static ResourcePolicy ofRole(Iam iam, String roleArn) {
    return new ResourcePolicy(iam.trustOf(roleArn), true);
  }
}
