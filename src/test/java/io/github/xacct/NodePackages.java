package io.github.xacct;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final String LOCK = "package-lock.json";
  private static final List<String> FILES =
      List.of("package.json", "deploy.mjs", "deploy-by-ecs.mjs", "lint-workflows.mjs");

  private NodePackages() {}

  /**
   * The folder with the scripts and their packages; skips the test if npm is not installed. Tests
   * in two processes need it at once.
   */
  static synchronized Path folder() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    try (FileChannel channel = FileChannel.open(FOLDER.resolve("in-use"), CREATE, WRITE);
        FileLock held = channel.lock()) {
      for (String name : FILES) {
        copyIfChanged(name);
      }
      boolean changed = copyIfChanged(LOCK);
      if (changed || !Files.exists(FOLDER.resolve("node_modules").resolve("." + LOCK))) {
        new Program("npm", FOLDER, Map.of())
            .text(
                "ci", "--prefix", FOLDER.toString(), "--no-audit", "--no-fund", "--prefer-offline");
      }
    }
    return FOLDER;
  }

  private static boolean copyIfChanged(String name) throws IOException {
    Path from = SOURCES.resolve(name);
    Path to = FOLDER.resolve(name);
    if (Files.exists(to) && Files.mismatch(from, to) < 0) {
      return false;
    }
    Files.copy(from, to, REPLACE_EXISTING);
    return true;
  }
}
