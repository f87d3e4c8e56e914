package io.github.xacct.goal.rehearsed;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The folder and the class path with which Lambda functions of the project run.
 *
 * @param folder folder of the project
 * @param classPath runtime class path, resolved on first use
 */
public record ProjectCode(Path folder, Supplier<List<Path>> classPath) {
  static final ProjectCode NONE = new ProjectCode(Path.of(""), List::of);
}
