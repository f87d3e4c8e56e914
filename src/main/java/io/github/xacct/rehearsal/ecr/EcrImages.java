package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The images of a repository in ECR's responses. */
final class EcrImages {
  private EcrImages() {}

  static ObjectNode describe(Registry registry, Repository repository, Call call) {
    JsonNode ids = call.input().path("imageIds");
    if (!ids.isEmpty() && call.input().has("maxResults")) {
      throw AwsError.badRequest(
          "InvalidParameterException",
          "Invalid parameter at 'maxResults' failed to satisfy constraint: 'cannot be specified"
              + " together with imageIds'");
    }
    List<Digest> digests =
        ids.isEmpty()
            ? wanted(repository, call)
            : ids.valueStream()
                .map(
                    id -> find(repository, id).orElseThrow(() -> missing(registry, repository, id)))
                .distinct()
                .toList();
    return page(
        call,
        "imageDetails",
        digests.stream().map(digest -> detail(registry, repository, digest)).toList());
  }

  /** Returns the images that match the filter of a call. */
  private static List<Digest> wanted(Repository repository, Call call) {
    String status = call.input().at("/filter/tagStatus").asText("ANY");
    return repository.digests().stream()
        .filter(
            digest ->
                status.equals("ANY")
                    || repository.tagsOf(digest).isEmpty() == status.equals("UNTAGGED"))
        .toList();
  }

  private static ObjectNode page(Call call, String member, List<ObjectNode> all) {
    String token = call.text("nextToken");
    if (!token.matches("\\d{0,9}")) {
      throw AwsError.badRequest(
          "InvalidParameterException",
          "Invalid parameter at 'nextToken' failed to satisfy constraint: 'must be a token that"
              + " an earlier call returned'");
    }
    int from = token.isEmpty() ? 0 : Math.min(all.size(), Integer.parseInt(token));
    int to = Math.min(all.size(), from + call.input().path("maxResults").asInt(100));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray(member);
    all.subList(from, to).forEach(list::add);
    return to < all.size() ? answer.put("nextToken", String.valueOf(to)) : answer;
  }

  static ObjectNode list(Repository repository, Call call) {
    List<ObjectNode> ids = new ArrayList<>();
    for (Digest found : wanted(repository, call)) {
      String digest = found.value();
      List<String> tags = repository.tagsOf(found);
      tags.forEach(
          tag ->
              ids.add(
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("imageDigest", digest)
                      .put("imageTag", tag)));
      if (tags.isEmpty()) {
        ids.add(JsonNodeFactory.instance.objectNode().put("imageDigest", digest));
      }
    }
    return page(call, "imageIds", ids);
  }

  static ObjectNode batchGet(Registry registry, Repository repository, Call call) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode images = answer.putArray("images");
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode id : call.input().path("imageIds")) {
      Optional<Digest> digest = find(repository, id);
      if (digest.isPresent()) {
        images.add(image(registry, repository, id, digest.get()));
      } else {
        ObjectNode failure = failures.addObject();
        failure.set("imageId", id);
        failure.put("failureCode", "ImageNotFound");
        failure.put("failureReason", "Requested image not found");
      }
    }
    return answer;
  }

  /** Returns a timestamp as a number, because the AWS SDK for Java cannot read ISO text. */
  static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }

  static Optional<Digest> digest(String text) {
    try {
      return Optional.of(new Digest(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Finds an image by tag, digest or both, which must match. */
  static Optional<Digest> find(Repository repository, JsonNode id) {
    String tag = id.path("imageTag").asText("");
    String digest = id.path("imageDigest").asText("");
    return repository
        .resolve(tag.isEmpty() ? digest : tag)
        .filter(found -> digest.isEmpty() || found.value().equals(digest));
  }

  private static ObjectNode detail(Registry registry, Repository repository, Digest digest) {
    RepositoryIndex.Image image =
        Objects.requireNonNull(repository.index().images().get(digest.value()));
    ObjectNode json = about(registry, repository).put("imageDigest", digest.value());
    List<String> tags = repository.tagsOf(digest);
    if (!tags.isEmpty()) {
      ArrayNode list = json.putArray("imageTags");
      tags.forEach(list::add);
    }
    return json.put("imageSizeInBytes", image.size())
        .put("imagePushedAt", seconds(image.pushedAt()))
        .put("imageManifestMediaType", image.mediaType());
  }

  private static ObjectNode image(
      Registry registry, Repository repository, JsonNode wanted, Digest digest) {
    ObjectNode json = about(registry, repository);
    ObjectNode id = json.putObject("imageId").put("imageDigest", digest.value());
    if (wanted.has("imageTag")) {
      id.set("imageTag", wanted.get("imageTag"));
    }
    try {
      json.put("imageManifest", new String(repository.manifest(digest), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest " + digest, e);
    }
    return json.put(
        "imageManifestMediaType",
        Objects.requireNonNull(repository.index().images().get(digest.value())).mediaType());
  }

  private static ObjectNode about(Registry registry, Repository repository) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("registryId", registry.repositories().account().value())
        .put("repositoryName", repository.name());
  }

  static AwsError missing(Registry registry, Repository repository, JsonNode id) {
    return AwsError.badRequest(
        "ImageNotFoundException",
        "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the"
                .formatted(
                    id.path("imageDigest").asText("null"), id.path("imageTag").asText("null"))
            + " repository with name '%s' in the registry with id '%s'"
                .formatted(repository.name(), registry.repositories().account()));
  }
}
