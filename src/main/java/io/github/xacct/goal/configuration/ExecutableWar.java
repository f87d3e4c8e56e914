package io.github.xacct.goal.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** Whether Spring Boot has repackaged a war, so that it brings its server. */
final class ExecutableWar {
  private static final List<String> LAUNCHERS =
      List.of(
          "org/springframework/boot/loader/launch/WarLauncher.class",
          "org/springframework/boot/loader/WarLauncher.class");

  private ExecutableWar() {}

  /** Whether there is one in the folder, which is usually {@code target}. */
  static boolean isIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".war"))
          .filter(Files::isRegularFile)
          .anyMatch(ExecutableWar::is);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean is(Path war) {
    try (var jar = new JarFile(war.toFile(), false)) {
      return LAUNCHERS.stream().anyMatch(name -> jar.getEntry(name) != null);
    } catch (IOException e) {
      return false;
    }
  }
}
