package io.github.xacct.revision;

import java.util.Optional;
import java.util.function.Function;

/** What stands for <code>${name}</code> in a template. */
@FunctionalInterface
public interface TemplateValues extends Function<String, Optional<String>> {

  /**
   * What to write instead of a name that nothing fills.
   *
   * @return follows the line number, so begins with a comma; may be empty
   */
  default String hint(String name) {
    return "";
  }
}
