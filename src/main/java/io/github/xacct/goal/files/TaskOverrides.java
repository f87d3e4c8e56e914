package io.github.xacct.goal.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.TaskXml;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.model.TaskSize;
import io.github.xacct.revision.TemplateOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds elements of {@code <task>} that a template file overrides, because the file is registered.
 */
public final class TaskOverrides {
  private final Environment environment;
  private final TaskXml written;
  private final TemplateOutline file;
  private final JsonNode container;
  private final List<String> lines = new ArrayList<>();

  private TaskOverrides(Environment environment, TaskXml written, TemplateOutline file) {
    this.environment = environment;
    this.written = written;
    this.file = file;
    this.container =
        file.container(
            Element.isWritten(written.containerName)
                ? Optional.of(environment.task().containerName())
                : Optional.empty());
  }

  /**
   * Returns one line for each element without effect.
   *
   * @param environment as configured in the POM
   */
  public static List<String> of(
      Environment environment, @Nullable TaskXml written, TemplateOutline file) {
    if (written == null) {
      return List.of();
    }
    var overrides = new TaskOverrides(environment, written, file);
    overrides.compare();
    return overrides.lines;
  }

  private void compare() {
    TaskSettings task = environment.task();
    JsonNode definition = file.definition();
    compare("family", written.family, task.family(), file.family());
    compare(
        "executionRole",
        written.executionRole,
        role(task.executionRole()),
        arn(file.executionRole()));
    compare("taskRole", written.taskRole, role(task.taskRole()), arn(file.taskRole()));
    compare(
        "cpu",
        written.cpu,
        String.valueOf(task.size().cpu()),
        text(definition, "cpu").flatMap(TaskSize::cpu).map(String::valueOf));
    compare(
        "memory",
        written.memory,
        String.valueOf(task.size().memory()),
        text(definition, "memory").flatMap(TaskSize::memory).map(String::valueOf));
    compare(
        "architecture",
        written.architecture,
        task.architecture().name(),
        text(definition.path("runtimePlatform"), "cpuArchitecture")
            .or(() -> Optional.of("X86_64")));
    compare(
        "logGroup",
        written.logGroup,
        task.logGroup(),
        text(container.at("/logConfiguration/options"), "awslogs-group"));
    variables("environment", Element.mapOf(written.environment), "environment", "value");
    variables("secrets", Element.mapOf(written.secrets), "secrets", "valueFrom");
    tags(Element.mapOf(written.tags), definition.path("tags"));
    if (!task.healthCheckCommand().isEmpty() && !container.path("healthCheck").has("command")) {
      lines.add("<healthCheck><command>: the file has no health check for this container");
    }
  }

  private void compare(String element, String pom, String value, Optional<String> registered) {
    if (Element.isWritten(pom) && !registered.equals(Optional.of(value))) {
      lines.add("<" + element + "> " + value + ": the file has " + registered.orElse("none"));
    }
  }

  /** Compares variables; reports only names, because a value may be a secret. */
  private void variables(String element, Map<String, String> pom, String list, String value) {
    var other = new TreeSet<>(pom.keySet());
    for (JsonNode one : container.path(list)) {
      String name = one.path("name").asText();
      if (one.path(value).asText().equals(pom.get(name))) {
        other.remove(name);
      }
    }
    missing(element, other);
  }

  private void tags(Map<String, String> pom, JsonNode tags) {
    var other = new TreeSet<>(pom.keySet());
    for (JsonNode tag : tags) {
      if (tag.path("value").asText().equals(pom.get(tag.path("key").asText()))) {
        other.remove(tag.path("key").asText());
      }
    }
    missing("tags", other);
  }

  private void missing(String element, SortedSet<String> names) {
    if (!names.isEmpty()) {
      lines.add(
          names.stream()
                  .map(n -> "<" + n + ">")
                  .collect(Collectors.joining(", ", "<" + element + "> ", ""))
              + ": not so in the file");
    }
  }

  private static String role(Optional<RoleArn> role) {
    return role.map(RoleArn::toString).orElse("none");
  }

  /** Returns the ARN; a name means a role in the environment's account. */
  private Optional<String> arn(Optional<String> nameOrArn) {
    return nameOrArn.map(
        text ->
            Arn.isMeant(text)
                ? text
                : Arn.global(
                        environment.region().partition(),
                        environment.account(),
                        "iam",
                        "role/" + text)
                    .toString());
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }
}
