package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks names that must refer to a container or volume of the same task definition. Source: ECS
 * developer guide, "Amazon ECS task definition parameters", sections "Container dependency",
 * "Storage and logging", "Network settings", "Proxy configuration"; AWS's messages as collected in
 * badmintoncryer/cdk-preflight, and boto/boto3#2436.
 */
final class ReferenceRules {
  private static final List<String> PROXY_PROPERTIES =
      List.of("ProxyIngressPort", "ProxyEgressPort", "AppPorts", "EgressIgnoredIPs");

  private final Definition definition;
  private final Findings findings;

  private ReferenceRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new ReferenceRules(definition, findings);
    for (Container container : definition.containers()) {
      rules.mounts(container);
      rules.volumesFrom(container);
      rules.dependencies(container);
      rules.links(container);
    }
    rules.cycle();
    rules.proxy();
    rules.unmounted();
  }

  private void mounts(Container container) {
    Set<String> volumes = volumes();
    Tree.each(
        container.json(),
        "mountPoints[].sourceVolume",
        (path, volume) -> {
          if (volume.isTextual() && !volumes.contains(volume.textValue())) {
            findings.refused(
                container.at(path),
                "the task definition has no volume " + volume.textValue(),
                known("volumes", volumes),
                "Unknown volume '" + volume.textValue() + "'.");
          }
        });
  }

  private Set<String> volumes() {
    Set<String> names = new LinkedHashSet<>();
    definition.json().path("volumes").forEach(v -> names.add(v.path("name").asText()));
    return names;
  }

  private static String known(String what, Set<String> names) {
    return names.isEmpty() ? "" : ", the " + what + " are " + String.join(", ", names);
  }

  private void volumesFrom(Container container) {
    Tree.each(
        container.json(),
        "volumesFrom[].sourceContainer",
        (path, source) -> {
          if (isUnknown(source)) {
            findings.refused(
                container.at(path),
                "the task definition has no container " + source.textValue(),
                theContainers(),
                "Invalid 'volumesFrom' setting. Unknown container: '" + source.textValue() + "'.");
          }
        });
  }

  private boolean isUnknown(JsonNode name) {
    return name.isTextual() && definition.container(name.textValue()).isEmpty();
  }

  private String theContainers() {
    return ", the containers are " + definition.containerNames();
  }

  private void dependencies(Container container) {
    JsonNode list = container.json().path("dependsOn");
    for (int i = 0; i < list.size(); i++) {
      String path = container.at("dependsOn[" + i + "]");
      JsonNode on = list.path(i).path("containerName");
      String condition = list.path(i).path("condition").asText();
      if (isUnknown(on)) {
        findings.refused(
            path + ".containerName",
            "the task definition has no container " + on.textValue(),
            theContainers(),
            "Cannot depend on container " + on.textValue() + " because it does not exist.");
      } else if (on.isTextual()) {
        condition(path + ".condition", definition.container(on.textValue()).get(), condition);
      }
    }
  }

  private void condition(String path, Container on, String condition) {
    if (condition.equals("HEALTHY") && !on.json().path("healthCheck").isObject()) {
      findings.refused(
          path,
          "container " + on.name() + " has no healthCheck, so it is never HEALTHY",
          ", add one or use START",
          "A dependency container with HEALTHY condition must have health check configured.");
    }
    if (List.of("SUCCESS", "COMPLETE").contains(condition) && on.essential()) {
      findings.refused(
          path,
          "container " + on.name() + " is essential, so the task ends when it does",
          ", write \"essential\": false there",
          "A dependency container with SUCCESS or COMPLETE condition cannot be an essential"
              + " container.");
    }
  }

  private void links(Container container) {
    JsonNode links = container.json().path("links");
    if (links.isEmpty() || definition.networkMode().equals("awsvpc")) {
      if (!links.isEmpty()) {
        findings.refused(
            container.at("links"),
            "there are no links in networkMode awsvpc",
            ", containers of a task reach each other at 127.0.0.1",
            "Links are not supported when networkMode=awsvpc.");
      }
      return;
    }
    for (int i = 0; i < links.size(); i++) {
      String name = links.path(i).asText().split(":", 2)[0];
      if (links.path(i).isTextual() && definition.container(name).isEmpty()) {
        findings.refused(
            container.at("links[" + i + "]"),
            "the task definition has no container " + name,
            theContainers(),
            "Invalid 'links' setting for container '" + container.name() + "'.");
      }
    }
  }

  /** Reports a container that depends on itself, directly or indirectly. */
  private void cycle() {
    for (Container container : definition.containers()) {
      List<String> way = way(container, container.name(), new HashSet<>());
      if (!way.isEmpty()) {
        findings.refused(
            container.at("dependsOn"),
            "containers wait for each other: " + String.join(" -> ", way),
            ", delete one of these",
            "The dependencies of the containers have a cycle: " + String.join(" -> ", way) + ".");
        return;
      }
    }
  }

  private List<String> way(Container from, String to, Set<String> seen) {
    for (JsonNode on : from.json().path("dependsOn")) {
      String name = on.path("containerName").asText();
      if (name.equals(to)) {
        return List.of(from.name(), to);
      }
      if (seen.add(name)) {
        List<String> rest =
            definition.container(name).map(next -> way(next, to, seen)).orElse(List.of());
        if (!rest.isEmpty()) {
          var way = new ArrayList<>(List.of(from.name()));
          way.addAll(rest);
          return way;
        }
      }
    }
    return List.of();
  }

  private void proxy() {
    JsonNode proxy = definition.json().path("proxyConfiguration");
    if (!proxy.isObject()) {
      return;
    }
    if (isUnknown(proxy.path("containerName"))) {
      String name = proxy.path("containerName").textValue();
      findings.refused(
          "proxyConfiguration.containerName",
          "the task definition has no container " + name,
          theContainers(),
          "Proxy container [" + name + "] does not exist.");
    }
    if (!definition.networkMode().equals("awsvpc")) {
      findings.refused(
          "proxyConfiguration",
          "a proxy needs networkMode awsvpc",
          "",
          "APPMESH proxy configuration is only supported in networkMode=awsvpc.");
    }
    Set<String> said = new HashSet<>();
    proxy.path("properties").forEach(p -> said.add(p.path("name").asText()));
    String missing =
        PROXY_PROPERTIES.stream().filter(p -> !said.contains(p)).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      findings.refused(
          "proxyConfiguration.properties",
          "App Mesh needs " + missing,
          "",
          "Proxy configuration lacks " + missing + ".");
    }
  }

  private void unmounted() {
    Set<String> mounted = new HashSet<>();
    Tree.each(
        definition.json(),
        "containerDefinitions[].mountPoints[].sourceVolume",
        (path, volume) -> mounted.add(volume.asText()));
    Tree.each(
        definition.json(),
        "volumes[]",
        (path, volume) -> {
          String name = volume.path("name").asText();
          if (Tree.isTrue(volume, "configuredAtLaunch") && !mounted.contains(name)) {
            findings.refused(
                path,
                "no container mounts volume " + name,
                "",
                "Volumes [" + name + "] are not referenced by any of the containers.");
          }
        });
  }
}
