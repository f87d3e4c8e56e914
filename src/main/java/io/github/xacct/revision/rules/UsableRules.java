package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Spelling;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks values of the right type with which no container starts. Source: ECS API reference,
 * KeyValuePair, MountPoint, HealthCheck, ResourceRequirement, TaskDefinitionPlacementConstraint,
 * EFSVolumeConfiguration; ECS developer guide, "Specifying environment variables" (files need the
 * task execution role). AWS's messages are not documented.
 */
final class UsableRules {
  private static final Pattern ABSOLUTE = Pattern.compile("(?:/|[A-Za-z]:[\\\\/]).*");
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,3}");
  private static final List<String> CAPABILITIES =
      List.of(
          """
          ALL AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER
          FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD
          NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_ADMIN
          SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE
          SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM
          """
              .split("\\s+"));
  private static final Set<String> MEMBERS = Set.of("name", "value", "valueFrom");
  private static final int HIGHEST_PORT = 65_535;

  private final Definition definition;
  private final Findings findings;

  private UsableRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new UsableRules(definition, findings);
    for (Container container : definition.containers()) {
      rules.names(container, "environment");
      rules.names(container, "secrets");
      rules.mounts(container);
      rules.volumesFrom(container);
      rules.command(container);
      rules.accelerators(container);
      rules.files(container);
      rules.capabilities(container);
    }
    rules.constraints();
    rules.proxy();
    rules.fileSystems();
  }

  private void names(Container container, String list) {
    Set<String> names = new HashSet<>();
    Tree.each(
        container.json(),
        list + "[]",
        (path, variable) -> {
          JsonNode name = variable.path("name");
          if (!variable.isObject() || name.isValueNode() && !name.isTextual() && !name.isNull()) {
            return; // reported by its type
          }
          if (variable.properties().stream().anyMatch(e -> !MEMBERS.contains(e.getKey()))) {
            return; // the name may be misspelled
          }
          String text = name.asText("");
          if (text.isBlank() || text.contains("=")) {
            findings.unusable(
                container.at(path),
                text.isBlank() ? "name is missing" : "a variable's name has no =",
                ", write the name of an environment variable");
          } else if (!names.add(text) && list.equals("environment")) {
            findings.doubtful(
                container.at(path), text + " is set twice in this container", ", delete one");
          }
          if (variable.path("valueFrom").asText("-").isBlank()) {
            findings.unusable(
                container.at(path + ".valueFrom"),
                "it is empty",
                ", write the ARN of a secret or parameter");
          }
        });
  }

  private void mounts(Container container) {
    Set<String> paths = new HashSet<>();
    Tree.each(
        container.json(),
        "mountPoints[]",
        (path, mount) -> {
          if (!mount.isObject()) {
            return;
          }
          String target = mount.path("containerPath").asText("");
          if (!ABSOLUTE.matcher(target).matches()) {
            findings.unusable(
                container.at(target.isEmpty() ? path : path + ".containerPath"),
                target.isEmpty() ? "containerPath is missing" : "this is not an absolute path",
                ", write one such as /data");
          } else if (!paths.add(target)) {
            findings.unusable(
                container.at(path + ".containerPath"), "another volume is mounted here", "");
          }
        });
  }

  private void volumesFrom(Container container) {
    Tree.each(
        container.json(),
        "volumesFrom[]",
        (path, from) -> {
          String source = from.path("sourceContainer").asText("");
          if (from.isObject() && (source.isEmpty() || source.equals(container.name()))) {
            findings.unusable(
                container.at(path),
                source.isEmpty() ? "sourceContainer is missing" : "this is the container itself",
                ", write the name of another container");
          }
        });
  }

  private void command(Container container) {
    JsonNode command = container.json().path("healthCheck").path("command");
    String how = command.path(0).asText("");
    if (command.size() == 1 && (how.equals("CMD") || how.equals("CMD-SHELL"))) {
      findings.unusable(
          container.at("healthCheck.command"),
          "nothing follows " + how,
          ", write the command after it");
    }
  }

  private void accelerators(Container container) {
    Set<String> devices = new HashSet<>();
    definition
        .json()
        .path("inferenceAccelerators")
        .forEach(one -> devices.add(one.path("deviceName").asText()));
    Tree.each(
        container.json(),
        "resourceRequirements[]",
        (path, wanted) -> {
          String type = wanted.path("type").asText();
          String value = wanted.path("value").asText();
          String at = container.at(path + ".value");
          if (type.equals("GPU") && !COUNT.matcher(value).matches()) {
            findings.unusable(at, "'" + value + "' is not a number of GPUs", ", write \"1\"");
          }
          if (type.equals("InferenceAccelerator") && !devices.contains(value)) {
            findings.unusable(
                at, "the task definition has no inferenceAccelerators named " + value, "");
          }
        });
  }

  private void files(Container container) {
    if (Tree.isSet(container.json(), "environmentFiles")
        && !definition.isFargate() // Fargate requires the role anyway to pull
        && !definition.hasExecutionRole()) {
      findings.unusable(
          "executionRoleArn",
          "container " + container.name() + " has environmentFiles, which a role must fetch",
          ", name the task execution role");
    }
  }

  /** Checks the capabilities against those listed in the API reference of KernelCapabilities. */
  private void capabilities(Container container) {
    for (String list : List.of("add", "drop")) {
      Tree.each(
          container.json(),
          "linuxParameters.capabilities." + list + "[]",
          (path, capability) -> {
            if (capability.isTextual() && !CAPABILITIES.contains(capability.textValue())) {
              findings.doubtful(
                  container.at(path),
                  "ECS has no capability " + capability.textValue(),
                  Spelling.nearest(
                          capability.textValue().replaceFirst("^(?i)CAP_", ""), CAPABILITIES)
                      .map(near -> ", did you mean " + near + "?")
                      .orElse(""));
            }
          });
    }
  }

  /** Reports a proxy whose own traffic would be routed to itself. */
  private void proxy() {
    JsonNode proxy = definition.json().path("proxyConfiguration");
    Set<String> names = new HashSet<>();
    proxy.path("properties").forEach(one -> names.add(one.path("name").asText()));
    if (!names.isEmpty() && !names.contains("IgnoredUID") && !names.contains("IgnoredGID")) {
      findings.doubtful(
          "proxyConfiguration.properties",
          "App Mesh needs IgnoredUID or IgnoredGID",
          ", such as the uid of the proxy, 1337");
    }
  }

  private void constraints() {
    if (definition.demands("EXTERNAL")
        && definition.json().path("requiresCompatibilities").size() == 1) {
      findings.unusable(
          "requiresCompatibilities",
          "no load balancer reaches external instances",
          ", write FARGATE or EC2");
    }
    Tree.each(
        definition.json(),
        "placementConstraints[]",
        (path, constraint) -> {
          if (constraint.path("type").asText().equals("memberOf")
              && !Tree.isSet(constraint, "expression")) {
            findings.unusable(
                path, "memberOf needs an expression", ", such as attribute:ecs.os-type == linux");
          }
        });
  }

  private void fileSystems() {
    String efs = "volumes[].efsVolumeConfiguration.";
    Tree.each(
        definition.json(),
        efs + "transitEncryptionPort",
        (path, port) -> {
          if (port.isInt() && (port.intValue() < 1 || port.intValue() > HIGHEST_PORT)) {
            findings.unusable(path, "there is no port " + port, ", write a number from 1 to 65535");
          }
        });
    Tree.each(
        definition.json(),
        efs + "rootDirectory",
        (path, root) -> {
          if (root.isTextual() && !root.asText().isEmpty() && !root.asText().startsWith("/")) {
            findings.unusable(path, "this is not an absolute path", ", write one such as /data");
          }
        });
  }
}
