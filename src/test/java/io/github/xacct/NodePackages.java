package io.github.xacct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The packages of {@code src/test/node}, as its package-lock.json has them, in a folder of the
 * build. {@code .ci/run} installs them while Maven compiles; whoever runs the tests alone waits for
 * them once.
 */
final class NodePackages {
  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

  private NodePackages() {}

  /** The folder with the scripts and their packages; skips the test if npm is not installed. */
  static synchronized Path folder() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String name :
        List.of("package.json", "package-lock.json", "deploy.mjs", "deploy-by-ecs.mjs")) {
      Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(FOLDER.resolve("node_modules").resolve(".package-lock.json"))) {
      new Program("npm", FOLDER, Map.of())
          .text("ci", "--prefix", FOLDER.toString(), "--no-audit", "--no-fund", "--prefer-offline");
    }
    return FOLDER;
  }
}
