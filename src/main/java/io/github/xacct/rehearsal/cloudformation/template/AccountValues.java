package io.github.xacct.rehearsal.cloudformation.template;

import java.util.Optional;

/** The values of an account and region that a template can use: exports and Parameter Store. */
public interface AccountValues {
  /** Returns the value of an export; empty if it does not exist. */
  Optional<String> export(String name);

  /**
   * Returns the value of a Parameter Store parameter that is not a SecureString; empty if it does
   * not exist.
   *
   * @param name optionally followed by {@code :} and a version
   */
  Optional<String> parameter(String name);
}
