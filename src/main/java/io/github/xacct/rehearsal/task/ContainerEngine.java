package io.github.xacct.rehearsal.task;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Runs images whose entry point is not Java with podman or docker, if this machine has one. A small
 * shell runs the engine, because neither stops a container when its client is killed: the shell
 * detects the end of standard input and removes the container.
 */
public final class ContainerEngine {

  /**
   * The container to start.
   *
   * @param login user and password of the image's registry
   * @param port of this machine that is mapped to the container's port
   * @param memory in MiB
   * @param folder for the credentials file
   * @param fault to simulate instead
   */
  public record Order(
      String image,
      String login,
      ContainerSpec spec,
      int port,
      int containerPort,
      int memory,
      String taskId,
      Path folder,
      Optional<Fault> fault) {}

  private static final String WATCHED =
      "exec 3<&0; (cat <&3; \"$0\" rm -f \"$1\") >/dev/null 2>&1 & shift;"
          + " exec \"$0\" \"$@\" </dev/null 3<&-";
  private static final String CRASH =
      "echo 'this is the rehearsal fault crash-loop: the process ends with exit code 1';"
          + " sleep 0.3; exit 1";
  private static final String RUN_OUT =
      "echo 'this is the rehearsal fault out-of-memory: the process is killed';"
          + " sleep 0.3; kill -9 $$";

  /** Variables that the engine itself reads; the container has those of the image. */
  private static final Set<String> OF_THE_ENGINE = Set.of("PATH", "HOME");

  private final Optional<String> program;

  ContainerEngine(Optional<String> program) {
    this.program = program;
  }

  public static ContainerEngine onThisMachine() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String name : List.of("podman", "docker")) {
      for (String folder : path.split(File.pathSeparator)) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return new ContainerEngine(Optional.of(Path.of(folder, name).toString()));
        }
      }
    }
    return new ContainerEngine(Optional.empty());
  }

  public ProcessBuilder command(Order order) throws CannotStart, IOException {
    Optional<Fault> fault = order.fault();
    if (fault.equals(Optional.of(Fault.CRASH_LOOP))) {
      return new ProcessBuilder("/bin/sh", "-c", CRASH);
    }
    if (fault.equals(Optional.of(Fault.OUT_OF_MEMORY))) {
      return new ProcessBuilder("/bin/sh", "-c", RUN_OUT);
    }
    String engine =
        program.orElseThrow(
            () ->
                new CannotStart(
                    "CannotStartContainerError: the image's entry point "
                        + order.spec().command()
                        + " is not java, and this machine has neither podman nor docker to run it"
                        + " for the rehearsal"));
    String name = "xacct-rehearsal-" + order.taskId();
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, engine, name));
    command.addAll(List.of("run", "--rm", "--name", name, "-m", order.memory() + "m"));
    command.addAll(List.of("-p", "127.0.0.1:" + order.port() + ":" + order.containerPort()));
    boolean podman = AccountRegion.nameIn(engine).equals("podman");
    Path login = writeLogin(order);
    if (podman) {
      command.addAll(List.of("--tls-verify=false", "--authfile", login.toString()));
    }
    order.spec().environment().keySet().stream()
        .filter(variable -> !OF_THE_ENGINE.contains(variable))
        .forEach(variable -> command.addAll(List.of("-e", variable)));
    List<String> words = order.spec().command();
    if (!words.isEmpty()) {
      command.addAll(List.of("--entrypoint", words.get(0), order.image()));
      command.addAll(words.subList(1, words.size()));
    } else {
      command.add(order.image());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(v -> v.startsWith("AWS_"));
    order.spec().environment().forEach((variable, value) -> put(builder, order, variable, value));
    builder
        .environment()
        .put("DOCKER_CONFIG", Objects.requireNonNull(login.getParent()).toString());
    return builder;
  }

  /**
   * Adds a variable; the container listens on its own port, to which the engine maps this
   * machine's.
   */
  private static void put(ProcessBuilder builder, Order order, String variable, String value) {
    boolean isPort = value.equals(String.valueOf(order.port()));
    if (!OF_THE_ENGINE.contains(variable)) {
      builder.environment().put(variable, isPort ? "" + order.containerPort() : value);
    }
  }

  private static Path writeLogin(Order order) throws IOException {
    String registry = order.image().substring(0, order.image().indexOf('/'));
    var auths = Json.object();
    auths
        .putObject("auths")
        .putObject(registry)
        .put(
            "auth",
            Base64.getEncoder().encodeToString(order.login().getBytes(StandardCharsets.UTF_8)));
    return Files.writeString(order.folder().resolve("config.json"), Json.write(auths));
  }
}
