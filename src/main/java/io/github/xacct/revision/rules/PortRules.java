package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the ports of the containers. Source: ECS API reference, PortMapping; AWS's messages as in
 * aws/aws-cli#7288, klothoplatform/klotho#892 and badmintoncryer/cdk-preflight.
 */
final class PortRules {
  private static final int HIGHEST = 65_535;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");

  /** A range of ports that a mapping uses. */
  private record Taken(String path, String protocol, int from, int to) {
    boolean meets(Taken other) {
      return protocol.equals(other.protocol) && from <= other.to && other.from <= to;
    }
  }

  private final Definition definition;
  private final Findings findings;
  private final List<Taken> taken = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private PortRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new PortRules(definition, findings);
    for (Container container : definition.containers()) {
      JsonNode mappings = container.json().path("portMappings");
      if (!mappings.isEmpty() && definition.networkMode().equals("none")) {
        findings.unusable(
            container.at("portMappings"),
            "in networkMode none no container opens a port",
            ", write networkMode awsvpc");
        continue;
      }
      for (int i = 0; i < mappings.size(); i++) {
        if (mappings.path(i).isObject()) {
          rules.mapping(container, container.at("portMappings[" + i + "]"), mappings.path(i));
        }
      }
    }
  }

  private void mapping(Container container, String path, JsonNode mapping) {
    OptionalInt port = Tree.number(mapping, "containerPort");
    Optional<String> range = Tree.text(mapping, "containerPortRange");
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > HIGHEST)) {
      invalid(container, path, "containerPort", port.getAsInt());
      return;
    }
    OptionalInt host = Tree.number(mapping, "hostPort");
    if (host.isPresent() && (host.getAsInt() < 0 || host.getAsInt() > HIGHEST)) {
      invalid(container, path, "hostPort", host.getAsInt());
      return;
    }
    if (range.isPresent() && (port.isPresent() || host.orElse(0) != 0)) {
      findings.refused(
          path,
          "a mapping has a port or a range of ports, not both",
          "",
          "cannot specify both single port and port range");
    } else if (range.isPresent()) {
      range(container, path, mapping, range.get());
    } else if (port.isEmpty()) {
      if (!mapping.has("containerPort")) {
        findings.refused(
            path,
            "containerPort is missing",
            ", write the port that the container opens",
            "Invalid 'containerPort' setting for container '" + container.name() + "'.");
      }
      return; // reported by its type if it is no number
    } else {
      host(path, port.getAsInt(), host);
      take(path, mapping, port.getAsInt(), port.getAsInt());
    }
    name(path, mapping);
  }

  private void invalid(Container container, String path, String field, int port) {
    findings.refused(
        path + "." + field,
        "there is no port " + port,
        ", write a number from 1 to 65535",
        "Invalid '" + field + "' setting for container '" + container.name() + "'.");
  }

  private void host(String path, int port, OptionalInt host) {
    String mode = definition.networkMode();
    boolean same = mode.equals("awsvpc") || mode.equals("host");
    // In the API a host port of 0 equals none.
    if (same && host.isPresent() && host.getAsInt() != port && host.getAsInt() != 0) {
      findings.refused(
          path + ".hostPort",
          "in networkMode " + mode + " it is the container's port " + port,
          ", delete hostPort",
          "When networkMode="
              + mode
              + ", the host ports and container ports in port mappings must match.");
    }
  }

  private void range(Container container, String path, JsonNode mapping, String range) {
    Matcher form = RANGE.matcher(range);
    int from = form.matches() ? Integer.parseInt(form.group(1)) : 0;
    int to = form.matches() ? Integer.parseInt(form.group(2)) : 0;
    if (from < 1 || from >= to || to > HIGHEST) {
      findings.refused(
          path + ".containerPortRange",
          "'" + range + "' is no range of ports",
          ", write the lower one first, such as 8000-8010",
          "Invalid 'containerPortRange' setting for container '" + container.name() + "'.");
      return;
    }
    take(path, mapping, from, to);
  }

  /** Reports ports used twice; not in network mode bridge, where each container has its own. */
  private void take(String path, JsonNode mapping, int from, int to) {
    if (definition.networkMode().equals("bridge")) {
      return;
    }
    String protocol = Tree.text(mapping, "protocol").orElse("tcp");
    var wanted = new Taken(path, protocol, from, to);
    for (Taken other : taken) {
      if (wanted.meets(other)) {
        findings.refused(
            path,
            protocol + " port " + Math.max(from, other.from) + " is taken by " + other.path,
            "",
            "container port is used multiple times in task");
        return;
      }
    }
    taken.add(wanted);
  }

  private void name(String path, JsonNode mapping) {
    Optional<String> name = Tree.text(mapping, "name");
    if (name.isEmpty()) {
      return;
    }
    if (!NAME.matcher(name.get()).matches()) {
      findings.doubtful(
          path + ".name",
          "a port's name has 1 to 64 lowercase letters, digits, underscores and hyphens",
          ", it does not begin with a hyphen");
    } else if (!names.add(name.get())) {
      findings.refused(
          path + ".name",
          "a second port is called " + name.get(),
          "",
          "port mapping name is already used");
    }
  }
}
