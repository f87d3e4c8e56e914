package io.github.xacct.revision;

import java.util.Optional;
import java.util.function.Function;

/** The values of the placeholders <code>${name}</code> in a template. */
@FunctionalInterface
public interface TemplateValues extends Function<String, Optional<String>> {

  /**
   * The hint for an unresolved placeholder.
   *
   * @return follows the line number, so it begins with a comma; may be empty
   */
  default String hint(String name) {
    return "";
  }
}
