package io.github.xacct.goal.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;

/**
 * The path of the framework's health check, if the POM declares the dependency that provides it.
 */
public final class HealthPath {
  private static final Map<String, String> PATHS = new LinkedHashMap<>();

  static {
    PATHS.put("io.quarkus:quarkus-smallrye-health", "/q/health");
    PATHS.put("io.helidon.webserver.observe:helidon-webserver-observe-health", "/observe/health");
    PATHS.put("io.helidon.microprofile.health:helidon-microprofile-health", "/health");
    PATHS.put("io.helidon.microprofile.bundles:helidon-microprofile", "/health");
    PATHS.put("io.micronaut:micronaut-management", "/health");
    PATHS.put("org.springframework.boot:spring-boot-starter-actuator", "/actuator/health");
  }

  /** Settings of an app that change the path or the port. */
  private static final Pattern MOVED =
      Pattern.compile(
          "context-path|base-path|root-path|path-mapping|management\\.(server\\.)?port"
              + "|management:\\s+server:|endpoints\\.all\\.port");

  private HealthPath() {}

  /** Returns the path; empty if there is none, or if the app's resources may change it. */
  public static Optional<String> of(MavenProject project) {
    return PATHS.entrySet().stream()
        .filter(
            entry ->
                project.getDependencies().stream()
                    .anyMatch(d -> entry.getKey().equals(d.getGroupId() + ":" + d.getArtifactId())))
        .map(Map.Entry::getValue)
        .findFirst()
        .filter(path -> project.getResources().stream().noneMatch(HealthPath::moves));
  }

  private static boolean moves(Resource resource) {
    Path folder = Path.of(resource.getDirectory());
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      List<Path> configurations =
          files.filter(f -> f.getFileName().toString().matches("application.*\\.\\w+")).toList();
      for (Path file : configurations) {
        if (MOVED.matcher(Files.readString(file)).find()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // unknown
    }
  }
}
