package io.github.xacct.goal.rehearsed;

import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.PipelineHost.Build;
import io.github.xacct.pipeline.PipelineHost.Ended;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/**
 * Replaces CodeBuild's container: runs a script with sh and only the variables that a build has
 * there; {@code mvn} is the current Maven with its settings and repository.
 */
public final class LocalCodeBuild implements AutoCloseable {
  private final MavenSession session;
  private final Path home;
  private volatile Optional<Process> running = Optional.empty();
  private final Thread atExit = new Thread(this::end, "xacct-end-build");

  /**
   * Creates a runner of processes on this machine, with this Maven.
   *
   * @param home folder for the scripts
   */
  public LocalCodeBuild(MavenSession session, Path home) {
    this.session = session;
    this.home = home;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  Ended run(Build build) {
    try {
      Path bin = Files.createDirectories(home.resolve("bin"));
      executable(bin.resolve("mvn"), maven());
      Path script = home.resolve("builds").resolve(build.name() + ".sh");
      Files.createDirectories(script.getParent());
      Files.writeString(script, build.script());
      Files.createDirectories(build.log().getParent());
      var builder =
          new ProcessBuilder("sh", script.toString())
              .directory(build.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(build.log().toFile());
      builder.environment().clear();
      builder.environment().putAll(machine(bin));
      // Prevents git from finding a repository that contains these folders.
      builder.environment().put("GIT_CEILING_DIRECTORIES", home.resolve("builds").toString());
      builder.environment().putAll(build.environment());
      Process process = builder.start();
      running = Optional.of(process);
      process.getOutputStream().close();
      return new Ended(process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw XacctException.ours("The run was interrupted in " + build.name() + ".");
    } finally {
      running = Optional.empty();
    }
  }

  private static Map<String, String> machine(Path bin) {
    var variables = new LinkedHashMap<String, String>();
    String java = System.getProperty("java.home");
    variables.put("JAVA_HOME", java);
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put(
        "PATH", bin + File.pathSeparator + Path.of(java, "bin") + File.pathSeparator + path);
    variables.put("HOME", System.getProperty("user.home"));
    variables.put("LANG", "C.UTF-8");
    // For many short runs, in which the optimizing compiler does not pay off.
    variables.put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=256m");
    // A build must not use this machine's profiles and roles.
    variables.put("AWS_CONFIG_FILE", "/dev/null");
    variables.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    return variables;
  }

  private String maven() {
    var request = session.getRequest();
    var command = new StringBuilder("#!/bin/sh\nexec ");
    command.append(quoted(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString()));
    option(command, "-s", request.getUserSettingsFile());
    option(command, "-gs", request.getGlobalSettingsFile());
    String repository = request.getLocalRepository().getBasedir();
    command.append(' ').append(quoted("-Dmaven.repo.local=" + repository));
    if (session.isOffline()) {
      command.append(" -o");
    }
    return command.append(" \"$@\"\n").toString();
  }

  private static void option(StringBuilder command, String option, File file) {
    if (file != null && file.exists()) {
      command.append(' ').append(option).append(' ').append(quoted(file.getPath()));
    }
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot set the executable bit of " + file);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private void end() {
    running.ifPresent(
        process -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
        });
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the JVM is ending and runs the hook
    }
  }
}
