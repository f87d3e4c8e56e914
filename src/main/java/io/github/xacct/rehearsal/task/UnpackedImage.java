package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image unpacked to a folder, with its configuration.
 *
 * @param root the container's root directory
 * @param config {@code config} member of the image's configuration
 * @param digest of the manifest
 */
public record UnpackedImage(Path root, JsonNode config, String digest) {

  static UnpackedImage read(Path folder, String digest) throws IOException {
    JsonNode config = Json.JSON.readTree(Files.readString(folder.resolve("config.json")));
    return new UnpackedImage(folder.resolve("root"), config.path("config"), digest);
  }

  /** Returns whether it is built for an architecture of OCI's names; true if it specifies none. */
  public boolean fits(String architecture) throws IOException {
    Path whole = root.resolveSibling("config.json");
    String own = Json.JSON.readTree(Files.readString(whole)).path("architecture").asText();
    return own.isEmpty() || own.equals(architecture);
  }

  List<String> entrypoint() {
    return Json.textsOf(config.path("Entrypoint"));
  }

  List<String> command() {
    return Json.textsOf(config.path("Cmd"));
  }

  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : Json.textsOf(config.path("Env"))) {
      String[] parts = line.split("=", 2);
      variables.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return variables;
  }

  /** Returns the path on this machine of a path in the image. */
  Path at(String pathInImage) {
    String relative = pathInImage.replaceFirst("^/+", "");
    Path path = root.resolve(relative).normalize();
    return path.startsWith(root) ? path : root;
  }

  public Path workingDirectory(String override) {
    String own = config.path("WorkingDir").asText("");
    return at(override.isEmpty() ? own : override);
  }
}
