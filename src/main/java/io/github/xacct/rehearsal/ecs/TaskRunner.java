package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.AgentJar;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.task.ContainerEngine;
import io.github.xacct.rehearsal.task.ContainerHealth;
import io.github.xacct.rehearsal.task.ContainerSpec;
import io.github.xacct.rehearsal.task.Dependencies;
import io.github.xacct.rehearsal.task.ImagePull;
import io.github.xacct.rehearsal.task.JavaCommand;
import io.github.xacct.rehearsal.task.LayerUnpacker;
import io.github.xacct.rehearsal.task.Logs;
import io.github.xacct.rehearsal.task.PlaceholderPage;
import io.github.xacct.rehearsal.task.ProcessWorkload;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.task.TaskLog;
import io.github.xacct.rehearsal.task.TaskPrerequisites;
import io.github.xacct.rehearsal.task.TaskWorkload;
import io.github.xacct.rehearsal.task.UnpackedImage;
import io.github.xacct.rehearsal.task.Workload;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs tasks as processes of this machine: pulls the image as the target account and starts its
 * command with the host's JVM instead of the image's. The container behind the load balancer runs,
 * or the app's container if that one's image is from elsewhere, and with it the other Java
 * containers whose images are in a rehearsed registry.
 */
public final class TaskRunner implements AutoCloseable {
  /** The command that simulates a program for another CPU. */
  private static final String WRONG_CPU = "echo 'exec /usr/bin/java: exec format error'; exit 255";

  private final Path tasks;
  private final Path agent;
  private final JavaProcess java;
  private final RunningWorkloads workloads;
  private final ImagePull images;
  private final ContainerEngine engine;
  private final Logs logs;
  private final TaskPrerequisites prerequisites;
  private final TaskNetwork network;
  private final Pace pace;

  public TaskRunner(
      Path stateFolder,
      ImagePull images,
      Logs logs,
      TaskPrerequisites prerequisites,
      TaskNetwork network,
      Pace pace)
      throws IOException {
    this.network = network;
    this.prerequisites = prerequisites;
    this.tasks = stateFolder.resolve("tasks");
    LayerUnpacker.delete(tasks);
    this.agent = AgentJar.write(stateFolder);
    this.java = new JavaProcess(agent);
    this.images = images;
    this.engine = ContainerEngine.onThisMachine();
    this.logs = logs;
    this.pace = pace;
    this.workloads = new RunningWorkloads(pace);
  }

  /** Returns the jar of the agent that ends a JVM with the rehearsal. */
  public Path agent() {
    return agent;
  }

  /** Starts the task's containers, without waiting until they are ready for requests. */
  Workload start(RunningService service, Task task) throws CannotStart, InterruptedException {
    workloads.refuseIfClosed();
    Workload workload;
    try {
      workload = task.taskSet.placeholder() ? page(service, task) : startProcess(service, task);
    } catch (IOException e) {
      throw new CannotStart("CannotStartContainerError: " + e.getMessage());
    }
    workloads.keep(workload);
    return workload;
  }

  private Workload page(RunningService service, Task task) throws CannotStart, IOException {
    if (task.taskSet.ofStack) {
      network.check(service, task.taskSet);
    }
    return new PlaceholderPage(service.name());
  }

  private Workload startProcess(RunningService service, Task task)
      throws CannotStart, IOException, InterruptedException {
    TaskDefinitionRevision definition = task.taskSet.taskDefinition;
    JsonNode container = definition.container(task.taskSet.running()).orElseThrow();
    if (task.taskSet.hasFault(Fault.SECRETS_UNREADABLE)) {
      String any = service.place.arn("secretsmanager", "secret:rehearsal");
      throw CannotStart.cannotReadSecret(
          container.at("/secrets/0/valueFrom").asText(any), caller(service, task));
    }
    if (!task.taskSet.restored) {
      // A restored task had its prerequisites in the last rehearsal.
      network.check(service, task.taskSet);
      prerequisites.check(service.place, definition, container, caller(service, task));
    }
    Map<String, UnpackedImage> images = new LinkedHashMap<>();
    String name = container.path("name").asText();
    images.put(name, image(service, task, container));
    for (JsonNode other : definition.containers()) {
      String its = other.path("name").asText();
      if (!other.equals(container) && !definition.foreign(its)) {
        UnpackedImage image = image(service, task, other);
        if (JavaCommand.runs(ContainerSpec.of(other, image, 0).command())) {
          images.put(its, image);
        }
      }
    }
    Map<String, Workload> sidecars = startAll(service, task, images);
    Workload main = Objects.requireNonNull(sidecars.remove(name));
    return sidecars.isEmpty() ? main : new TaskWorkload(main, sidecars, essential(definition));
  }

  private static List<String> essential(TaskDefinitionRevision definition) {
    return Json.stream(definition.containers())
        .filter(container -> container.path("essential").asBoolean(true))
        .map(container -> container.path("name").asText())
        .toList();
  }

  /**
   * Starts the containers in the order of their dependencies; if one cannot start, the others are
   * stopped.
   */
  private Map<String, Workload> startAll(
      RunningService service, Task task, Map<String, UnpackedImage> images)
      throws CannotStart, IOException, InterruptedException {
    var dependencies = Dependencies.of(task.taskSet.taskDefinition.containers(), images.keySet());
    Map<String, Workload> started = new LinkedHashMap<>();
    try {
      for (JsonNode container : dependencies.inOrder()) {
        String name = container.path("name").asText();
        dependencies.await(container, started, workloads::isClosed);
        UnpackedImage image = Objects.requireNonNull(images.get(name));
        started.put(name, process(service, task, container, image));
      }
      return started;
    } catch (CannotStart | IOException | InterruptedException e) {
      for (Workload workload : started.values()) {
        workload.stop(pace.stop());
      }
      throw e;
    }
  }

  private Workload process(
      RunningService service, Task task, JsonNode container, UnpackedImage image)
      throws CannotStart, IOException {
    TaskDefinitionRevision definition = task.taskSet.taskDefinition;
    String name = container.path("name").asText();
    boolean sidecar = !name.equals(task.taskSet.running());
    Optional<Fault> fault = sidecar ? Optional.empty() : task.taskSet.fault;
    Path folder = Files.createDirectories(tasks.resolve(sidecar ? task.id + "-" + name : task.id));
    int port = TaskPorts.free();
    ContainerSpec spec = ContainerSpec.of(container, image, port);
    int memory = definition.memory(container);
    TaskLog log = logs.open(service.place, container, task.id, service.environment);
    ProcessBuilder builder =
        JavaCommand.runs(spec.command())
            ? java.of(image, spec, folder, memory, fault)
            : engine.command(
                new ContainerEngine.Order(
                    container.path("image").asText(),
                    images.login(caller(service, task)),
                    spec,
                    port,
                    task.taskSet.containerPort,
                    memory,
                    task.id,
                    folder,
                    fault));
    if (!image.fits(architecture(task))) {
      builder.command("/bin/sh", "-c", WRONG_CPU);
      synchronized (service) {
        task.taskSet.refusals++;
      }
    }
    Process process = builder.redirectErrorStream(true).start();
    Optional<ContainerHealth> health =
        JavaCommand.runs(spec.command())
            ? ContainerHealth.of(container, builder, port, pace)
            : Optional.empty();
    return new ProcessWorkload(process, port, image.digest(), log, folder, health);
  }

  private UnpackedImage image(RunningService service, Task task, JsonNode container)
      throws CannotStart, InterruptedException {
    String name = container.path("image").asText();
    Optional<UnpackedImage> here =
        task.taskSet.restored ? images.unpackedBefore(name) : Optional.empty();
    if (here.isPresent()) {
      return here.get();
    }
    return images.pull(name, caller(service, task), architecture(task));
  }

  /** Returns the architecture of a task by its OCI name. */
  private static String architecture(Task task) {
    String cpu = task.taskSet.taskDefinition.node().at("/runtimePlatform/cpuArchitecture").asText();
    return cpu.equals("ARM64") ? "arm64" : "amd64";
  }

  /** Returns the session of the execution role, which ECS assumes to pull. */
  private static Caller caller(RunningService service, Task task) {
    String partition = service.place.region().partition();
    String named = task.taskSet.taskDefinition.node().path("executionRoleArn").asText();
    RoleArn role =
        named.isEmpty()
            ? new RoleArn(partition, service.place.account(), "ecsTaskExecutionRole")
            : RoleArn.parse(named, partition, service.place.account());
    String session =
        "arn:" + partition + ":sts::" + role.account() + ":assumed-role/" + role.name() + "/ecs";
    return new Caller(role.account(), session, role.toString(), "AROAREHEARSALECSTASK:ecs");
  }

  /** Stops all workloads and waits for their end. */
  @Override
  public void close() {
    workloads.close();
  }
}
