package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Checks for settings that Fargate or network mode awsvpc do not support. Source: ECS developer
 * guide, "Amazon ECS task definition differences for Fargate" and "Amazon ECS task definition
 * parameters"; AWS's messages as collected in badmintoncryer/cdk-preflight and tested by
 * getmoto/moto.
 */
final class FargateRules {
  private static final String NO = "Fargate compatible task definitions do not support ";
  private static final List<String> WINDOWS = List.of("2019", "2022", "2025");
  private static final int LONGEST_WAIT = 120;

  /** Members of a container that awsvpc does not support, with AWS's name for them. */
  private static final Map<String, String> NOT_IN_AWSVPC = new LinkedHashMap<>();

  static {
    NOT_IN_AWSVPC.put("dnsServers", "DNS servers are");
    NOT_IN_AWSVPC.put("dnsSearchDomains", "DNS search domains are");
    NOT_IN_AWSVPC.put("extraHosts", "Extra hosts are");
    NOT_IN_AWSVPC.put("hostname", "hostname is");
  }

  private final Definition definition;
  private final Findings findings;

  private FargateRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new FargateRules(definition, findings);
    if (definition.networkMode().equals("awsvpc")) {
      definition.containers().forEach(rules::awsvpc);
    }
    if (definition.isFargate()) {
      rules.task();
      rules.volumes();
      definition.containers().forEach(rules::container);
      definition.containers().forEach(rules::linuxParameters);
    }
  }

  private void awsvpc(Container container) {
    NOT_IN_AWSVPC.forEach(
        (field, name) -> {
          if (Tree.isSet(container.json(), field)) {
            findings.refused(
                container.at(field),
                "there is no such setting in networkMode awsvpc",
                ", delete it",
                name + " not supported on container when networkMode=awsvpc.");
          }
        });
    if (Tree.isTrue(container.json(), "disableNetworking")) {
      findings.refused(
          container.at("disableNetworking"),
          "there is no such setting in networkMode awsvpc",
          ", delete it",
          "Disable Networking is not supported on container when networkMode=awsvpc.");
    }
  }

  private void task() {
    JsonNode json = definition.json();
    JsonNode mode = json.path("networkMode");
    if (!json.has("networkMode") || mode.isTextual() && !mode.asText().equalsIgnoreCase("awsvpc")) {
      findings.refused(
          "networkMode",
          "Fargate supports networkMode awsvpc only",
          ", write \"awsvpc\"",
          "Fargate only supports network mode ‘awsvpc’.");
    }
    if (json.path("pidMode").asText().equals("host")) {
      findings.refused(
          "pidMode",
          "Fargate supports pidMode task only",
          "",
          "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value"
              + " for pidMode is 'task'.");
    }
    for (String field : List.of("ipcMode", "inferenceAccelerators")) {
      if (Tree.isSet(json, field)) {
        lacks(field, field);
      }
    }
    if (Tree.isSet(json, "placementConstraints")) {
      lacks("placementConstraints", "constraints");
    }
    JsonNode platform = json.path("runtimePlatform");
    String os = platform.path("operatingSystemFamily").asText();
    boolean known = WINDOWS.stream().anyMatch(os::contains);
    boolean arm = platform.path("cpuArchitecture").asText().equals("ARM64");
    if (definition.isWindows() && (arm || !known)) {
      findings.refused(
          "runtimePlatform",
          "Fargate has no " + os + (arm ? " for ARM64" : ""),
          "",
          "No Fargate configuration exists for given values.");
    }
  }

  private void lacks(String path, String name) {
    findings.refused(path, "Fargate has no such setting", ", delete it", NO + name + ".");
  }

  private void volumes() {
    Tree.each(
        definition.json(),
        "volumes[]",
        (path, volume) -> {
          if (Tree.isSet(volume.path("host"), "sourcePath")) {
            lacks(path + ".host.sourcePath", "sourcePath");
          }
          if (Tree.isSet(volume, "dockerVolumeConfiguration")) {
            lacks(path + ".dockerVolumeConfiguration", "dockerVolumeConfiguration");
          }
          if (Tree.isSet(volume, "fsxWindowsFileServerVolumeConfiguration")) {
            findings.unusable(
                path + ".fsxWindowsFileServerVolumeConfiguration",
                "Fargate mounts no FSx for Windows File Server",
                ", such volumes need EC2");
          }
        });
  }

  private void container(Container container) {
    JsonNode json = container.json();
    if (Tree.isTrue(json, "privileged")) {
      findings.refused(
          container.at("privileged"),
          "Fargate runs no privileged container",
          ", delete it",
          "Fargate requires that the 'privileged' setting be 'false'.");
    }
    if (Tree.isSet(json, "dockerSecurityOptions")) {
      lacks(container.at("dockerSecurityOptions"), "dockerSecurityOptions");
    }
    Tree.each(
        json,
        "resourceRequirements[].type",
        (path, type) -> {
          if (type.asText().equals("GPU")) {
            findings.refused(
                container.at(path),
                "Fargate has no GPU",
                ", such tasks need EC2",
                "Tasks using the Fargate launch type do not support GPU resource requirements.");
          }
        });
    for (String field : List.of("startTimeout", "stopTimeout")) {
      OptionalInt seconds = Tree.number(json, field);
      if (seconds.isPresent() && seconds.getAsInt() > LONGEST_WAIT) {
        findings.refused(
            container.at(field),
            "on Fargate it is at most 120 seconds, but here is " + seconds.getAsInt(),
            "",
            "Invalid '" + field + "' setting for container '" + container.name() + "'.");
      }
    }
    Tree.each(
        json,
        "ulimits[].name",
        (path, name) -> {
          if (!name.asText().equals("nofile")) {
            findings.doubtful(
                container.at(path), "Fargate lets only nofile be set", ", others have no effect");
          }
        });
  }

  private void linuxParameters(Container container) {
    JsonNode linux = container.json().path("linuxParameters");
    for (String field : List.of("devices", "maxSwap", "swappiness", "sharedMemorySize")) {
      if (Tree.isSet(linux, field)) {
        lacks(container.at("linuxParameters." + field), field);
      }
    }
    Tree.each(
        linux,
        "capabilities.add[]",
        (path, capability) -> {
          if (capability.isTextual() && !capability.textValue().equals("SYS_PTRACE")) {
            findings.refused(
                container.at("linuxParameters." + path),
                "Fargate adds no capability but SYS_PTRACE",
                ", delete it",
                capability.textValue() + " is not allowed on Fargate.");
          }
        });
  }
}
