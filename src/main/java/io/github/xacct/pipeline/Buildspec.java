package io.github.xacct.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A buildspec of version 0.2; elements that the rehearsal does not support are errors.
 *
 * @param variables set before the first command
 * @param exported names of the variables exported to later stages
 * @param runtimes versions that CodeBuild installs, by runtime
 * @param phases in the order in which they run
 * @param artifacts patterns of the files for later stages
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html">Build
 *     specification reference</a>
 */
record Buildspec(
    Map<String, String> variables,
    List<String> exported,
    Map<String, String> runtimes,
    List<Phase> phases,
    List<String> artifacts) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> PHASES = List.of("install", "pre_build", "build", "post_build");
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "",
          Set.of("version", "env", "phases", "artifacts", "reports", "cache"),
          "env",
          Set.of("variables", "exported-variables"),
          "phases",
          Set.copyOf(PHASES),
          "artifacts",
          Set.of("files"));

  /**
   * The commands of one phase.
   *
   * @param lastly commands of {@code finally}, which run even if the others failed
   */
  record Phase(String name, List<String> commands, List<String> lastly) {}

  /**
   * Parses the YAML of a buildspec.
   *
   * @param name of the file, for messages
   */
  static Buildspec read(String name, String text) {
    try {
      JsonNode root = YAML.readTree(text);
      if (!root.path("version").asText().equals("0.2")) {
        throw new IllegalArgumentException("its version is not 0.2");
      }
      refuseUnknown("", root);
      for (String part : List.of("env", "phases", "artifacts")) {
        refuseUnknown(part, root.path(part));
      }
      return new Buildspec(
          map(root.path("env").path("variables")),
          list(root.path("env").path("exported-variables")),
          runtimes(root.path("phases")),
          phases(root.path("phases")),
          list(root.path("artifacts").path("files")));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw XacctException.yours("The buildspec " + name + " cannot be rehearsed.")
          .evidence(String.valueOf(e.getMessage()));
    }
  }

  private static void refuseUnknown(String part, JsonNode node) {
    node.fieldNames()
        .forEachRemaining(
            member -> {
              if (!Objects.requireNonNull(KNOWN.get(part)).contains(member)) {
                throw new IllegalArgumentException(
                    "the rehearsal does not support "
                        + (part.isEmpty() ? "" : part + ".")
                        + member);
              }
            });
  }

  private static List<Phase> phases(JsonNode phases) {
    var all = new ArrayList<Phase>();
    for (String name : PHASES) {
      if (phases.has(name)) {
        JsonNode phase = phases.get(name);
        all.add(new Phase(name, list(phase.path("commands")), list(phase.path("finally"))));
      }
    }
    return List.copyOf(all);
  }

  private static Map<String, String> runtimes(JsonNode phases) {
    var all = new TreeMap<String, String>();
    phases.forEach(phase -> all.putAll(map(phase.path("runtime-versions"))));
    return all;
  }

  private static Map<String, String> map(JsonNode node) {
    var map = new LinkedHashMap<String, String>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  private static List<String> list(JsonNode node) {
    var list = new ArrayList<String>();
    node.forEach(element -> list.add(element.asText()));
    return List.copyOf(list);
  }
}
