package io.github.xacct.rehearsal.ecr;

import io.github.xacct.rehearsal.plan.Caller;

/** Who hands out passwords for the registry, as ECR's GetAuthorizationToken does. */
public interface RegistryTokens {

  /** A password for user {@code AWS} that stands for this caller. */
  String passwordFor(Caller caller);
}
