package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.List;
import java.util.OptionalInt;

/**
 * Checks numeric limits, and that at least one container is essential. Source: ECS API reference,
 * ContainerDefinition, HealthCheck, ContainerRestartPolicy, Ulimit, LinuxParameters,
 * EnvironmentFile; AWS's messages as collected in badmintoncryer/cdk-preflight.
 */
final class LimitRules {
  private static final int MOST_ENVIRONMENT_FILES = 10;

  private final Definition definition;
  private final Findings findings;

  private LimitRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new LimitRules(definition, findings);
    rules.essential();
    for (Container container : definition.containers()) {
      rules.healthCheck(container);
      rules.ulimits(container);
      rules.restarts(container);
      rules.environmentFiles(container);
      rules.numbers(container);
    }
  }

  private void essential() {
    List<Container> containers = definition.containers();
    if (!containers.isEmpty() && containers.stream().noneMatch(Container::essential)) {
      findings.refused(
          "containerDefinitions",
          "no container is essential",
          ", delete \"essential\": false of the app's",
          "Task definition doesn't have any essential container.");
    }
  }

  private void between(
      Container container, String path, JsonNode node, String field, int least, int most) {
    OptionalInt number = Tree.number(node, field);
    if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
      findings.refused(
          container.at(path.isEmpty() ? field : path + "." + field),
          "it is a number from " + least + " to " + most + ", but here is " + number.getAsInt(),
          "",
          "The '%s' setting for container '%s' must be between %s and %s."
              .formatted(field, container.name(), least, most));
    }
  }

  private void healthCheck(Container container) {
    JsonNode check = container.json().path("healthCheck");
    between(container, "healthCheck", check, "interval", 5, 300);
    between(container, "healthCheck", check, "timeout", 2, 60);
    between(container, "healthCheck", check, "retries", 1, 10);
    between(container, "healthCheck", check, "startPeriod", 0, 300);
    JsonNode command = check.path("command");
    if (command.isArray() && command.isEmpty()) {
      findings.refused(
          container.at("healthCheck.command"),
          "a health check needs a command",
          ", such as [\"CMD-SHELL\", \"curl -f http://localhost/ || exit 1\"]",
          "Health check command cannot be empty.");
    } else if (command.path(0).isTextual()
        && !List.of("CMD", "CMD-SHELL", "NONE").contains(command.path(0).textValue())) {
      findings.doubtful(
          container.at("healthCheck.command"),
          "the first word selects how the others are run",
          ", write CMD-SHELL and one command line, or CMD and each word");
    }
  }

  private void ulimits(Container container) {
    Tree.each(
        container.json(),
        "ulimits[]",
        (path, limit) -> {
          OptionalInt soft = Tree.number(limit, "softLimit");
          OptionalInt hard = Tree.number(limit, "hardLimit");
          if (soft.isPresent() && hard.isPresent() && soft.getAsInt() > hard.getAsInt()) {
            findings.refused(
                container.at(path),
                "softLimit " + soft.getAsInt() + " is more than hardLimit " + hard.getAsInt(),
                "",
                "Soft limit exceeds hard limit.");
          }
        });
  }

  private void restarts(Container container) {
    between(
        container,
        "restartPolicy",
        container.json().path("restartPolicy"),
        "restartAttemptPeriod",
        60,
        1800);
  }

  private void environmentFiles(Container container) {
    JsonNode files = container.json().path("environmentFiles");
    if (files.size() > MOST_ENVIRONMENT_FILES) {
      findings.refused(
          container.at("environmentFiles"),
          "ECS takes at most 10 files, but here are " + files.size(),
          "",
          "The maximum number of environment files was exceeded. Specify ten or less and try"
              + " again.");
    }
    for (int i = 0; i < files.size(); i++) {
      String value = files.path(i).path("value").asText("");
      String path = container.at("environmentFiles[" + i + "].value");
      if (!value.isEmpty() && !value.matches("arn:aws[a-z-]*:s3:::[^/\\s]+/\\S+")) {
        findings.refused(
            path,
            "this is not an object's ARN",
            ", write arn:aws:s3:::BUCKET/KEY",
            "Invalid arn syntax.");
      } else if (!value.isEmpty() && !value.endsWith(".env")) {
        findings.doubtful(path, "ECS reads only files that end in .env", "");
      }
    }
  }

  private void numbers(Container container) {
    JsonNode json = container.json();
    between(container, "linuxParameters", json.path("linuxParameters"), "swappiness", 0, 100);
    for (String field :
        List.of("cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout")) {
      OptionalInt number = Tree.number(json, field);
      if (number.isPresent() && number.getAsInt() < 0) {
        findings.refused(
            container.at(field),
            "this is less than 0",
            "",
            "Invalid '" + field + "' setting for container '" + container.name() + "'.");
      }
    }
  }
}
