package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the portMappings of a container. */
final class PortMappings {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  private PortMappings() {}

  /** The container ports; one for TCP and UDP counts once. Empty if there is a range. */
  static Set<Integer> of(JsonNode mappings) {
    Set<Integer> ports = new TreeSet<>();
    for (JsonNode mapping : mappings) {
      if (!mapping.path("containerPort").isInt()) {
        return Set.of();
      }
      ports.add(mapping.path("containerPort").intValue());
    }
    return ports;
  }

  /** All ports and ranges as text, such as "ports 80, 8000-8100". */
  static String text(JsonNode mappings) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode mapping : mappings) {
      texts.add(mapping.path("containerPort").asText(mapping.path("containerPortRange").asText()));
    }
    return "ports " + String.join(", ", texts);
  }

  static boolean contain(JsonNode mappings, int port) {
    for (JsonNode mapping : mappings) {
      Matcher range = RANGE.matcher(mapping.path("containerPortRange").asText());
      if (mapping.path("containerPort").asInt(-1) == port
          || range.matches()
              && Integer.parseInt(range.group(1)) <= port
              && port <= Integer.parseInt(range.group(2))) {
        return true;
      }
    }
    return false;
  }
}
