package io.github.xacct.revision.rules;

import io.github.xacct.revision.rules.Definition.Container;
import java.util.List;

/**
 * Checks for settings that Windows containers do not support. Source: ECS developer guide, "Amazon
 * ECS task definition parameters": "This parameter is not supported for Windows containers". No
 * source documents that the call is refused, so each is a warning.
 */
final class WindowsRules {
  private static final List<String> NOT_ON_WINDOWS =
      List.of(
          "linuxParameters",
          "privileged",
          "readonlyRootFilesystem",
          "disableNetworking",
          "dnsServers",
          "dnsSearchDomains",
          "extraHosts",
          "links",
          "ulimits");

  private WindowsRules() {}

  static void check(Definition definition, Findings findings) {
    if (!definition.isWindows()) {
      return;
    }
    findings.doubtful(
        "runtimePlatform.operatingSystemFamily",
        "the image that this plugin builds is for Linux",
        ", a Windows task can only run one named by -Dxacct.image");
    for (Container container : definition.containers()) {
      for (String field : NOT_ON_WINDOWS) {
        if (Tree.isSet(container.json(), field)) {
          findings.doubtful(container.at(field), "Windows containers have no such setting", "");
        }
      }
    }
    Tree.each(
        definition.json(),
        "volumes[].efsVolumeConfiguration",
        (path, efs) -> findings.doubtful(path, "Windows containers mount no EFS", ""));
  }
}
