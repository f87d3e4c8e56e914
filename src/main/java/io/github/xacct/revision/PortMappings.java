package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which ports a container's portMappings open. */
final class PortMappings {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  private PortMappings() {}

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
