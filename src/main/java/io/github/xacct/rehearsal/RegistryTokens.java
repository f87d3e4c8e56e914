package io.github.xacct.rehearsal;

/** Who hands out passwords for the registry, as ECR's GetAuthorizationToken does. */
interface RegistryTokens {

  /** A password for user {@code AWS} that stands for this caller. */
  String passwordFor(Caller caller);
}
