package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.TaskSize;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks CPU, memory and storage. Source: ECS API reference, RegisterTaskDefinition (cpu, memory)
 * and ContainerDefinition: "The total amount of memory reserved for all containers within a task
 * must be lower than the task memory value, if one is specified."; EphemeralStorage; AWS's messages
 * as in klothoplatform/klotho#892, pulumi/pulumi-awsx#1220, cuttlesoft/ecs-deploy.py#17,
 * cloudnativedaysjp/dreamkast-infra#4766 and badmintoncryer/cdk-preflight.
 */
final class SizeRules {
  private static final int LEAST_CONTAINER_MEMORY = 6;
  private static final int LEAST_STORAGE = 21;
  private static final int MOST_STORAGE = 200;
  private static final int LEAST_WINDOWS_CPU = 1024;

  private final Definition definition;
  private final Findings findings;
  private final Optional<Integer> cpu;
  private final Optional<Integer> memory;

  private SizeRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
    this.cpu = Tree.text(definition.json(), "cpu").flatMap(TaskSize::cpu);
    this.memory = Tree.text(definition.json(), "memory").flatMap(TaskSize::memory);
  }

  static void check(Definition definition, Findings findings) {
    var rules = new SizeRules(definition, findings);
    rules.task("cpu", "256, 1024 or 1 vCPU", rules.cpu);
    rules.task("memory", "512, 2048 or 2GB", rules.memory);
    rules.fargate();
    definition.containers().forEach(rules::container);
    rules.sums();
    rules.storage();
  }

  private void task(String field, String examples, Optional<Integer> read) {
    boolean given = definition.json().path(field).isTextual();
    if (given && read.isEmpty()) {
      findings.refused(
          field,
          "ECS cannot read this size",
          ", write one such as " + examples,
          "Invalid '" + field + "' setting for task.");
    }
    boolean absent = !definition.json().has(field) || definition.json().path(field).isNull();
    if (absent && definition.isFargate()) {
      findings.refused(
          "",
          field + " is missing, which Fargate needs",
          ", such as " + examples,
          "Fargate requires that '" + field + "' be defined at the task level.");
    }
  }

  private void fargate() {
    if (!definition.isFargate() || cpu.isEmpty() || memory.isEmpty()) {
      return;
    }
    String aws = "No Fargate configuration exists for given values.";
    try {
      new FargateSize(cpu.get(), memory.get());
      if (definition.isWindows() && cpu.get() < LEAST_WINDOWS_CPU) {
        findings.refused("cpu", "Windows needs at least 1024 on Fargate", "", aws);
      }
    } catch (IllegalArgumentException e) {
      findings.refused("cpu", ErrorText.of(e), "", aws);
    }
  }

  /**
   * Whether the container specifies its memory, even with a wrong type, which is reported as such.
   */
  private static boolean setsMemory(JsonNode container) {
    return container.hasNonNull("memory")
        || container.path("memory").isMissingNode() && container.has("memory")
        || container.hasNonNull("memoryReservation");
  }

  private void container(Container container) {
    String name = container.name();
    OptionalInt hard = Tree.number(container.json(), "memory");
    OptionalInt soft = Tree.number(container.json(), "memoryReservation");
    boolean ofTask = definition.json().has("memory") && !definition.json().path("memory").isNull();
    boolean none = !setsMemory(container.json()) && !ofTask;
    if (none
        && !name.isEmpty()
        && !definition.isFargate()) { // on Fargate the task's own memory is required
      findings.refused(
          container.path(),
          "memory is missing, here or of the whole task",
          ", write \"memory\": 512 or \"memoryReservation\"",
          "Invalid setting for container '"
              + name
              + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
    }
    if (hard.isPresent() && soft.isPresent() && soft.getAsInt() > hard.getAsInt()) {
      findings.refused(
          container.at("memoryReservation"),
          soft.getAsInt() + " is more than the container's memory " + hard.getAsInt(),
          "",
          "Invalid setting for container '"
              + name
              + "'. 'memory' must be greater than or equal to 'memoryReservation'.");
    }
    if (hard.isPresent() && memory.isPresent() && hard.getAsInt() > memory.get()) {
      findings.refused(
          container.at("memory"),
          hard.getAsInt() + " is more than the task's memory " + memory.get(),
          "",
          "The 'memory' setting for container '" + name + "' is greater than for the task.");
    }
    if (hard.isPresent() && hard.getAsInt() < LEAST_CONTAINER_MEMORY) {
      findings.doubtful(
          container.at("memory"), "a container needs at least 6 MiB", ", the unit is MiB");
    }
  }

  private void sums() {
    int units = 0;
    int mebibytes = 0;
    for (Container container : definition.containers()) {
      units += Tree.number(container.json(), "cpu").orElse(0);
      OptionalInt soft = Tree.number(container.json(), "memoryReservation");
      mebibytes += soft.orElse(Tree.number(container.json(), "memory").orElse(0));
    }
    if (cpu.isPresent() && units > cpu.get()) {
      findings.refused(
          "containerDefinitions",
          "the containers' cpu is " + units + " together, more than the task's " + cpu.get(),
          "",
          "The sum of all container 'cpu' values cannot be greater than the value of the task"
              + " 'cpu'.");
    }
    if (memory.isPresent() && mebibytes > memory.get() && definition.containers().size() > 1) {
      findings.refused(
          "containerDefinitions",
          "the containers reserve memory "
              + mebibytes
              + " together, more than the task's "
              + memory.get(),
          "",
          "The sum of all container 'memoryReservation' values cannot be greater than the value of"
              + " the task 'memory'.");
    }
  }

  private void storage() {
    OptionalInt size = Tree.number(definition.json().path("ephemeralStorage"), "sizeInGiB");
    if (size.isEmpty()) {
      return;
    }
    String path = "ephemeralStorage.sizeInGiB";
    String what = "ephemeral storage is 21 to 200 GiB, but here is " + size.getAsInt();
    if (size.getAsInt() < LEAST_STORAGE) {
      String hint = ", without ephemeralStorage it is 20";
      findings.refused(path, what, hint, "EphemeralStorage size should be at least 21.");
    } else if (size.getAsInt() > MOST_STORAGE) {
      findings.refused(path, what, "", "EphemeralStorage size should be at most 200.");
    }
    boolean onlyEc2 = definition.demands("EC2") && !definition.isFargate();
    if (onlyEc2) {
      findings.refused(
          "ephemeralStorage",
          "only Fargate has ephemeral storage",
          ", delete it",
          "Tasks using the EC2 launch type do not support EphemeralStorage.");
    }
  }
}
