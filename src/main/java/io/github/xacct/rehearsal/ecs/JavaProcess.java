package io.github.xacct.rehearsal.ecs;

import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.ContainerSpec;
import io.github.xacct.rehearsal.task.JavaCommand;
import io.github.xacct.rehearsal.task.UnpackedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the process of a Java container: this machine's JVM with the files of the unpacked image,
 * and an agent that ends it with the rehearsal.
 */
final class JavaProcess {
  private final Path agent;

  /**
   * Creates the builder of processes.
   *
   * @param agent jar of the watchdog agent
   */
  JavaProcess(Path agent) {
    this.agent = agent;
  }

  /**
   * Returns the process of a container.
   *
   * @param folder of the task, for its home directory and temporary files
   * @param memory in MiB
   * @param fault that the agent injects
   */
  ProcessBuilder of(
      UnpackedImage image, ContainerSpec spec, Path folder, int memory, Optional<Fault> fault)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path temp = Files.createDirectories(folder.resolve("tmp"));
    JavaCommand translation = new JavaCommand(image);
    Path javaHome = Path.of(System.getProperty("java.home"));
    List<String> arguments = new ArrayList<>();
    arguments.add("-Djava.io.tmpdir=" + temp);
    // HOME is not sufficient: Java reads user.home from the user database.
    arguments.add("-Duser.home=" + home);
    List<String> own = spec.command().subList(1, spec.command().size());
    arguments.addAll(translation.translate(own));
    Path file = folder.resolve("java-arguments");
    Files.writeString(file, JavaCommand.argumentFile(arguments));
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(JavaCommand.quickStart(own, spec.environment()));
    command.add("-XX:MaxRAM=" + memory + "m");
    command.add("-javaagent:" + agent.toAbsolutePath() + fault.map(f -> "=" + f.id()).orElse(""));
    command.add("@" + file.toAbsolutePath());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(translated(spec.environment(), translation));
    environment.put("HOME", home.toString());
    environment.put("TMPDIR", temp.toString());
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("PATH", javaHome.resolve("bin") + File.pathSeparator + "/usr/bin:/bin");
    environment.putIfAbsent("LANG", "C.UTF-8");
    Path directory = image.workingDirectory(spec.directory());
    Files.createDirectories(directory);
    return builder.directory(directory.toFile());
  }

  private static Map<String, String> translated(
      Map<String, String> environment, JavaCommand translation) {
    Map<String, String> result = new LinkedHashMap<>(environment);
    for (String options : JavaCommand.OPTION_VARIABLES) {
      result.computeIfPresent(options, (name, value) -> translation.translateOptions(value));
    }
    return result;
  }
}
