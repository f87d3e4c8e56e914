package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a container: the image's, overridden by the task definition's. */
public record ContainerSpec(
    List<String> command, Map<String, String> environment, String directory) {

  /** The variables by which frameworks configure the port to listen on. */
  private static final List<String> PORT_VARIABLES =
      List.of("PORT", "SERVER_PORT", "HTTP_PORT", "QUARKUS_HTTP_PORT", "MICRONAUT_SERVER_PORT");

  public static ContainerSpec of(JsonNode container, UnpackedImage image, int port) {
    Map<String, String> environment = new LinkedHashMap<>(image.environment());
    for (JsonNode variable : container.path("environment")) {
      environment.put(variable.path("name").asText(), variable.path("value").asText());
    }
    for (JsonNode secret : container.path("secrets")) {
      // The rehearsal has no secrets; the text shows that where the app displays or logs it.
      String name = secret.path("name").asText();
      environment.put(name, "rehearsal:" + name);
    }
    PORT_VARIABLES.forEach(name -> environment.put(name, String.valueOf(port)));
    // No container of a rehearsal may use the identity of the machine that it runs on.
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new ContainerSpec(
        commandOf(container, image), environment, container.path("workingDirectory").asText(""));
  }

  /**
   * Returns the command; as in Docker, an entry point of the task definition discards the image's
   * command too.
   */
  private static List<String> commandOf(JsonNode container, UnpackedImage image) {
    List<String> entryPoint = Json.textsOf(container.path("entryPoint"));
    List<String> command = Json.textsOf(container.path("command"));
    List<String> all = new ArrayList<>(entryPoint.isEmpty() ? image.entrypoint() : entryPoint);
    if (!command.isEmpty()) {
      all.addAll(command);
    } else if (entryPoint.isEmpty()) {
      all.addAll(image.command());
    }
    return all;
  }
}
