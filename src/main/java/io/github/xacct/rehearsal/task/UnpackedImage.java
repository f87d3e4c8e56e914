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
 * An image as a folder, ready to run: the content of its layers and its configuration.
 *
 * @param root what the container would see as /
 * @param config the {@code config} member of the image's configuration
 * @param digest of the manifest
 */
public record UnpackedImage(Path root, JsonNode config, String digest) {

  static UnpackedImage read(Path folder, String digest) throws IOException {
    JsonNode config = Json.JSON.readTree(Files.readString(folder.resolve("config.json")));
    return new UnpackedImage(folder.resolve("root"), config.path("config"), digest);
  }

  /** Whether it is built for this CPU, in OCI's words; of one that does not say it nobody knows. */
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

  /** The folder of this machine that stands for a path in the image. */
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
