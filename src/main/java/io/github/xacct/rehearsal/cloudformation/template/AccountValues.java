package io.github.xacct.rehearsal.cloudformation.template;

import java.util.Optional;

/** What a template takes from its account and region: other stacks' exports and parameters. */
public interface AccountValues {
  /** The value that a stack exports under a name. */
  Optional<String> export(String name);

  /**
   * The value of a parameter of the Parameter Store, not of a secure one.
   *
   * @param name with {@code :} and a version behind it if one is asked for
   */
  Optional<String> parameter(String name);
}
