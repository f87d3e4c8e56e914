package io.github.xacct.revision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.TaskSettings;
import java.util.Map;
import java.util.Optional;

/** Creates the task definition from the configuration, if there is no template file. */
public final class GeneratedTaskDefinition {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private GeneratedTaskDefinition() {}

  /**
   * Creates a Fargate task definition with one container. The app's image is CodePipeline's
   * placeholder until {@link TaskDefinition#withImage}.
   *
   * @throws io.github.xacct.model.XacctException with all errors for which ECS would reject it
   */
  public static TaskDefinition of(Environment environment) {
    ObjectNode definition = definition(environment);
    var problems = TemplateProblems.of("Task settings of environment " + environment.name());
    new AwsRules(problems, "")
        .taskDefinition(definition, environment.account(), environment.region());
    problems.throwIfAny();
    return new TaskDefinition(definition, 0, Optional.of(environment.task().containerPort()));
  }

  private static ObjectNode definition(Environment environment) {
    TaskSettings task = environment.task();
    ObjectNode definition = NODES.objectNode().put("family", task.family());
    task.taskRole().ifPresent(role -> definition.put("taskRoleArn", role.toString()));
    task.executionRole().ifPresent(role -> definition.put("executionRoleArn", role.toString()));
    definition.put("networkMode", "awsvpc");
    definition.putArray("requiresCompatibilities").add("FARGATE");
    definition.put("cpu", String.valueOf(task.size().cpu()));
    definition.put("memory", String.valueOf(task.size().memory()));
    definition
        .putObject("runtimePlatform")
        .put("cpuArchitecture", task.architecture().name())
        .put("operatingSystemFamily", "LINUX");
    definition.putArray("containerDefinitions").add(container(environment));
    putPairs(definition, "tags", task.tags(), "key", "value");
    return definition;
  }

  private static ObjectNode container(Environment environment) {
    TaskSettings task = environment.task();
    ObjectNode container =
        NODES
            .objectNode()
            .put("name", task.containerName())
            .put("image", TaskDefinition.IMAGE_PLACEHOLDER)
            .put("essential", true);
    container
        .putArray("portMappings")
        .addObject()
        .put("containerPort", task.containerPort())
        .put("protocol", "tcp");
    putPairs(container, "environment", task.environment(), "name", "value");
    putPairs(container, "secrets", task.secrets(), "name", "valueFrom");
    container.set("logConfiguration", logs(environment));
    if (!task.healthCheckCommand().isEmpty()) {
      healthCheck(container.putObject("healthCheck").putArray("command"), task);
    }
    return container;
  }

  /**
   * The log configuration. It omits awslogs-create-group, because the usual execution role
   * (AmazonECSTaskExecutionRolePolicy) is not allowed to create log groups.
   */
  private static ObjectNode logs(Environment environment) {
    ObjectNode logs = NODES.objectNode().put("logDriver", "awslogs");
    logs.putObject("options")
        .put("awslogs-group", environment.task().logGroup())
        .put("awslogs-region", environment.region().id())
        .put("awslogs-stream-prefix", environment.task().containerName());
    return logs;
  }

  /** Adds the command, with ECS's prefix: CMD for a program, CMD-SHELL for a shell command. */
  private static void healthCheck(ArrayNode command, TaskSettings task) {
    String first = task.healthCheckCommand().get(0);
    if (!first.equals("CMD") && !first.equals("CMD-SHELL")) {
      command.add("CMD");
    }
    task.healthCheckCommand().forEach(command::add);
  }

  private static void putPairs(
      ObjectNode parent, String field, Map<String, String> pairs, String key, String value) {
    if (!pairs.isEmpty()) {
      ArrayNode list = parent.putArray(field);
      pairs.forEach((k, v) -> list.addObject().put(key, k).put(value, v));
    }
  }
}
