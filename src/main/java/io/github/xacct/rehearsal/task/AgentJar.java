package io.github.xacct.rehearsal.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The agent jar with {@link ParentProcessWatchdog} for tasks' JVMs and {@link FunctionRuntime} for
 * functions'.
 */
public final class AgentJar {
  private AgentJar() {}

  /** Writes the jar with classes copied from our own class path. */
  public static Path write(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ParentProcessWatchdog.class.getName());
    Files.createDirectories(folder);
    Path half = Files.createTempFile(folder, "parent-watch", ".part");
    try (OutputStream file = Files.newOutputStream(half);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Class<?> one : List.of(ParentProcessWatchdog.class, FunctionRuntime.class)) {
        jar.putNextEntry(new JarEntry(one.getName().replace('.', '/') + ".class"));
        try (InputStream code = one.getResourceAsStream(one.getSimpleName() + ".class")) {
          code.transferTo(jar);
        }
        jar.closeEntry();
      }
    }
    Path jar = folder.resolve("parent-watch.jar");
    return Files.move(
        half, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
