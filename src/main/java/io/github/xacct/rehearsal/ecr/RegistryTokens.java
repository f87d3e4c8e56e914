package io.github.xacct.rehearsal.ecr;

import io.github.xacct.rehearsal.plan.Caller;

/** Issues registry passwords, like ECR's GetAuthorizationToken. */
public interface RegistryTokens {

  /** Returns a caller's password for user {@code AWS}. */
  String passwordFor(Caller caller);
}
