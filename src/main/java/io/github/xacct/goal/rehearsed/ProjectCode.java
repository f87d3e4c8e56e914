package io.github.xacct.goal.rehearsed;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What functions of the project run with.
 *
 * @param folder of the project
 * @param classPath at run time, resolved when it is asked for
 */
public record ProjectCode(Path folder, Supplier<List<Path>> classPath) {
  static final ProjectCode NONE = new ProjectCode(Path.of(""), List::of);
}
