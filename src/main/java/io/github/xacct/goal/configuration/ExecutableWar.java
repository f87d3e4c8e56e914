package io.github.xacct.goal.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** Detects wars repackaged by Spring Boot, which contain their server. */
final class ExecutableWar {
  private static final List<String> LAUNCHERS =
      List.of(
          "org/springframework/boot/loader/launch/WarLauncher.class",
          "org/springframework/boot/loader/WarLauncher.class");

  private ExecutableWar() {}

  /** Whether the folder, usually {@code target}, contains one. */
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
