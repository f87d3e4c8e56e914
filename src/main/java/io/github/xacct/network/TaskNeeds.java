package io.github.xacct.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The destinations to which a task opens connections before its containers start. Source: ECS
 * developer guide, "Amazon ECS interface VPC endpoints". Secrets Manager and Parameter Store call
 * KMS themselves, so a task needs no path to it.
 */
public final class TaskNeeds {
  private static final Pattern ECR =
      Pattern.compile("\\d{12}\\.dkr\\.ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws|on\\.aws).*");

  private final JsonNode task;
  private final String region;

  /**
   * @param task the input of RegisterTaskDefinition
   * @param region of the tasks
   */
  public TaskNeeds(JsonNode task, String region) {
    this.task = task;
    this.region = region;
  }

  /**
   * Returns the destinations from which the images of all containers are pulled.
   *
   * @param ours whether an image is in the app's registry
   * @param registryRegion region of that registry
   */
  public Set<Destination> images(Predicate<String> ours, String registryRegion) {
    Set<Destination> needed = new LinkedHashSet<>();
    for (JsonNode container : task.path("containerDefinitions")) {
      String image = container.path("image").asText();
      Matcher ecr = ECR.matcher(image.substring(0, Math.max(0, image.indexOf('/'))));
      if (ours.test(image)) {
        ofEcr(registryRegion, needed);
      } else if (ecr.matches()) {
        ofEcr(ecr.group(1), needed);
      } else if (!image.isEmpty()) {
        needed.add(Destination.host(host(image)));
      }
    }
    return needed;
  }

  private static void ofEcr(String region, Set<Destination> needed) {
    needed.add(Destination.registryApi(region));
    needed.add(Destination.registry(region));
    needed.add(Destination.layers(region));
  }

  private static String host(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.matches(".*[.:].*|localhost") ? first : "docker.io";
  }

  /** Returns the destinations to which the awslogs driver connects. */
  public Set<Destination> logs() {
    Set<Destination> needed = new LinkedHashSet<>();
    for (JsonNode container : task.path("containerDefinitions")) {
      JsonNode log = container.path("logConfiguration");
      if (log.path("logDriver").asText().equals("awslogs")) {
        needed.add(Destination.logs(log.path("options").path("awslogs-region").asText(region)));
      }
    }
    return needed;
  }

  /**
   * Returns the destinations of secrets and parameters, also those of log drivers and registries.
   */
  public Set<Destination> secrets() {
    Set<Destination> needed = new LinkedHashSet<>();
    for (JsonNode container : task.path("containerDefinitions")) {
      container.path("secrets").forEach(s -> add(s.path("valueFrom").asText(), needed));
      container
          .path("logConfiguration")
          .path("secretOptions")
          .forEach(s -> add(s.path("valueFrom").asText(), needed));
      String registry =
          container.path("repositoryCredentials").path("credentialsParameter").asText();
      if (!registry.isEmpty()) {
        needed.add(Destination.secrets(regionOf(registry)));
      }
    }
    return needed;
  }

  private void add(String from, Set<Destination> needed) {
    needed.add(
        from.contains(":secretsmanager:")
            ? Destination.secrets(regionOf(from))
            : Destination.parameters(regionOf(from)));
  }

  private String regionOf(String arn) {
    String[] parts = arn.split(":");
    return arn.startsWith("arn:") && parts.length > 3 ? parts[3] : region;
  }
}
