package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;

/** The repository policies of ECR. */
@FunctionalInterface
public interface RepositoryPolicies {
  /** Returns the policy of a repository, which need not exist. */
  ResourcePolicy of(AccountId account, String region, String repository);
}
