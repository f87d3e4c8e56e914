package io.github.xacct.rehearsal;

/** With which password a caller enters the registry; the user's name is always AWS. */
interface RegistryTokens {
  String passwordFor(Caller caller);
}
