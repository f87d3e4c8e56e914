package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * Reads from an image's manifest in ECR for which platforms it is. Needed because ECS may report
 * the digest of a platform's image where the task definition specifies an index.
 */
public final class ImagePlatforms {
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String[] TYPES = {
    LIST,
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.manifest.v1+json"
  };

  private final Optional<AwsAccess> access;
  private final Optional<RegistrySettings> registry;
  private final Map<ImageReference, JsonNode> manifests = new ConcurrentHashMap<>();

  private ImagePlatforms(Optional<AwsAccess> access, Optional<RegistrySettings> registry) {
    this.access = access;
    this.registry = registry;
  }

  /** Platforms as the builder's credentials can read them from the registry. */
  public static ImagePlatforms of(AwsAccess access, RegistrySettings registry) {
    return new ImagePlatforms(Optional.of(access), Optional.of(registry));
  }

  /** Platforms without a registry: always empty. */
  public static ImagePlatforms unknown() {
    return new ImagePlatforms(Optional.empty(), Optional.empty());
  }

  /**
   * Returns the platforms of an image, such as {@code linux/arm64}.
   *
   * @return empty if they cannot be read: another repository, no permission, no such image
   */
  public Optional<List<String>> of(ImageReference image) {
    return manifest(image)
        .flatMap(
            manifest ->
                manifest.has("manifests")
                    ? Optional.of(ofIndex(manifest))
                    : ofConfiguration(image, manifest).map(List::of));
  }

  /**
   * Returns the digest of a task's image in the task definition, where ECS reports its platform's.
   *
   * @param named the image that the task definition specifies
   * @param reported the digest that ECS reports
   * @return the reported digest if it is not of the named image; empty if the manifest cannot be
   *     read
   */
  public Optional<String> known(String named, String reported) {
    Optional<ImageReference> image = parse(named).filter(this::isOurs);
    boolean same = image.filter(i -> i.digest().value().equals(reported)).isPresent();
    if (image.isEmpty() || same) {
      return Optional.of(reported);
    }
    return manifest(image.get())
        .map(
            manifest ->
                children(manifest).anyMatch(child -> reported.equals(digest(child)))
                    ? image.get().digest().value()
                    : reported);
  }

  private boolean isOurs(ImageReference image) {
    return registry.filter(r -> r.repository().equals(image.repository())).isPresent();
  }

  private static Optional<ImageReference> parse(String named) {
    try {
      return Optional.of(ImageReference.parse(String.valueOf(named)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Stream<JsonNode> children(JsonNode index) {
    return StreamSupport.stream(index.path("manifests").spliterator(), false);
  }

  private static String digest(JsonNode descriptor) {
    return descriptor.path("digest").asText();
  }

  /** The platforms of an index; entries without one, such as attestations, have {@code unknown}. */
  private static List<String> ofIndex(JsonNode index) {
    return children(index)
        .map(child -> platform(child.path("platform")))
        .filter(platform -> !platform.contains("unknown"))
        .distinct()
        .toList();
  }

  private static String platform(JsonNode json) {
    return json.path("os").asText("linux") + "/" + json.path("architecture").asText("unknown");
  }

  /** Reads a manifest and keeps it; one that cannot be read is read again at the next call. */
  private Optional<JsonNode> manifest(ImageReference image) {
    if (!isOurs(image)) {
      return Optional.empty();
    }
    var known = Optional.ofNullable(manifests.get(image));
    return known.or(
        () -> {
          Optional<JsonNode> asked = ask(image);
          asked.ifPresent(manifest -> manifests.put(image, manifest));
          return asked;
        });
  }

  private Optional<JsonNode> ask(ImageReference image) {
    return asking(
        ecr ->
            ecr
                .batchGetImage(
                    r ->
                        r.registryId(registry.orElseThrow().account().value())
                            .repositoryName(image.repository())
                            .acceptedMediaTypes(TYPES)
                            .imageIds(
                                ImageIdentifier.builder()
                                    .imageDigest(image.digest().value())
                                    .build()))
                .images()
                .stream()
                .map(Image::imageManifest)
                .findFirst()
                .map(ImagePlatforms::json));
  }

  private Optional<String> ofConfiguration(ImageReference image, JsonNode manifest) {
    String config = manifest.path("config").path("digest").asText();
    return asking(
        ecr -> {
          String url =
              ecr.getDownloadUrlForLayer(
                      r ->
                          r.registryId(registry.orElseThrow().account().value())
                              .repositoryName(image.repository())
                              .layerDigest(new Digest(config).value()))
                  .downloadUrl();
          return Optional.of(platform(EditedAnswers.content(url).path("@Content")));
        });
  }

  /** Returns empty if the call fails. */
  private <T> Optional<T> asking(Function<EcrClient, Optional<T>> question) {
    var where = registry.orElseThrow();
    try (var session =
        access
            .orElseThrow()
            .builder(where.region(), "for the registry of account " + where.account())) {
      return question.apply(session.briefClient(EcrClient.builder()));
    } catch (SdkException | XacctException | IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.read(text);
    } catch (IOException e) {
      return Json.object();
    }
  }
}
