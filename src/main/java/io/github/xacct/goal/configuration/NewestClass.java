package io.github.xacct.goal.configuration;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * The class in a folder that requires the newest Java release. Source: The Java Virtual Machine
 * Specification, 4.1, table 4.1-A.
 *
 * @param name qualified class name
 */
record NewestClass(String name, int release) {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int VERSION_OF_JAVA_0 = 44;

  /**
   * Finds the class; empty if there is none. Versions for other releases in META-INF do not count.
   */
  static Optional<NewestClass> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !folder.relativize(file).startsWith("META-INF"))
          .sorted()
          .map(file -> new NewestClass(name(folder, file), release(file)))
          .max(Comparator.comparingInt(NewestClass::release));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int release(Path file) {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      boolean isClass = in.readInt() == MAGIC;
      in.readUnsignedShort();
      return isClass ? in.readUnsignedShort() - VERSION_OF_JAVA_0 : 0;
    } catch (IOException e) {
      return 0; // not a valid class file
    }
  }

  private static String name(Path folder, Path file) {
    return folder
        .relativize(file)
        .toString()
        .replaceAll("\\.class$", "")
        .replaceAll("[/\\\\]", ".");
  }
}
