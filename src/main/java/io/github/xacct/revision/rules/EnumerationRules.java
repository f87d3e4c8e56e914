package io.github.xacct.revision.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks enumerated values, including their case. Source: the enumerations of the ECS service
 * model, API 2014-11-13 of July 2026, shape RegisterTaskDefinitionRequest.
 */
final class EnumerationRules {
  private static final String CONTAINER = "containerDefinitions[].";
  private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put("networkMode", List.of("bridge", "host", "awsvpc", "none"));
    VALUES.put(
        "requiresCompatibilities[]", List.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"));
    VALUES.put("pidMode", List.of("host", "task"));
    VALUES.put("ipcMode", List.of("host", "task", "none"));
    VALUES.put("proxyConfiguration.type", List.of("APPMESH"));
    VALUES.put("placementConstraints[].type", List.of("memberOf"));
    VALUES.put("runtimePlatform.cpuArchitecture", List.of("X86_64", "ARM64"));
    VALUES.put(
        "runtimePlatform.operatingSystemFamily",
        List.of(
            "LINUX",
            "WINDOWS_SERVER_2019_FULL",
            "WINDOWS_SERVER_2019_CORE",
            "WINDOWS_SERVER_2016_FULL",
            "WINDOWS_SERVER_2004_CORE",
            "WINDOWS_SERVER_2022_CORE",
            "WINDOWS_SERVER_2022_FULL",
            "WINDOWS_SERVER_2025_CORE",
            "WINDOWS_SERVER_2025_FULL",
            "WINDOWS_SERVER_20H2_CORE"));
    VALUES.put(CONTAINER + "portMappings[].protocol", List.of("tcp", "udp"));
    VALUES.put(CONTAINER + "portMappings[].appProtocol", List.of("http", "http2", "grpc"));
    VALUES.put(CONTAINER + "environmentFiles[].type", List.of("s3"));
    VALUES.put(
        CONTAINER + "dependsOn[].condition", List.of("START", "COMPLETE", "SUCCESS", "HEALTHY"));
    VALUES.put(CONTAINER + "versionConsistency", List.of("enabled", "disabled"));
    VALUES.put(
        CONTAINER + "ulimits[].name",
        List.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack"));
    VALUES.put(
        CONTAINER + "logConfiguration.logDriver",
        List.of(
            "json-file",
            "syslog",
            "journald",
            "gelf",
            "fluentd",
            "awslogs",
            "splunk",
            "awsfirelens"));
    VALUES.put(
        CONTAINER + "resourceRequirements[].type",
        List.of("GPU", "InferenceAccelerator", "NeuronDevice"));
    VALUES.put(CONTAINER + "firelensConfiguration.type", List.of("fluentd", "fluentbit"));
    VALUES.put(
        CONTAINER + "linuxParameters.devices[].permissions[]", List.of("read", "write", "mknod"));
    VALUES.put("volumes[].dockerVolumeConfiguration.scope", List.of("task", "shared"));
    VALUES.put(
        "volumes[].efsVolumeConfiguration.transitEncryption", List.of("ENABLED", "DISABLED"));
    VALUES.put(
        "volumes[].efsVolumeConfiguration.authorizationConfig.iam", List.of("ENABLED", "DISABLED"));
  }

  private EnumerationRules() {}

  static void check(Definition definition, Findings findings) {
    VALUES.forEach(
        (pattern, values) ->
            Tree.each(
                definition.json(),
                pattern,
                (path, value) -> {
                  if (value.isTextual() && !values.contains(value.textValue())) {
                    wrong(path, value.textValue(), values, findings);
                  }
                }));
  }

  private static void wrong(String path, String value, List<String> values, Findings findings) {
    String hint =
        values.stream()
            .filter(value.strip()::equalsIgnoreCase)
            .findFirst()
            .map(meant -> ", write " + meant + ": case counts")
            .orElse("");
    String member = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
    findings.refused(
        path,
        "invalid value '" + value + "': expected one of " + String.join(", ", values),
        hint,
        "Unknown value '" + value + "' for " + member + ".");
  }
}
