package io.github.xacct.rehearsal.iam;

import io.github.xacct.model.AccountId;

/** What the repositories say about who may use them. */
@FunctionalInterface
public interface RepositoryPolicies {
  /** The policy of one of them, be it there or not. */
  ResourcePolicy of(AccountId account, String region, String repository);
}
