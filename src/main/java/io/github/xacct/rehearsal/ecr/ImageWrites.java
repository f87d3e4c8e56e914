package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that tag and delete images. Source: Amazon ECR API reference, PutImage and
 * BatchDeleteImage.
 */
final class ImageWrites {
  private final Registry registry;
  private final Repository repository;

  ImageWrites(Registry registry, Repository repository) {
    this.registry = registry;
    this.repository = repository;
  }

  ObjectNode put(Call call, long now) {
    byte[] manifest = call.text("imageManifest").getBytes(StandardCharsets.UTF_8);
    JsonNode read = read(manifest);
    String digest = "sha256:" + hex(manifest);
    String wanted = call.text("imageDigest");
    if (!wanted.isEmpty() && !wanted.equals(digest)) {
      throw AwsError.badRequest(
          "ImageDigestDoesNotMatchException",
          "Provided digest '%s' does not match the digest of the image manifest '%s'"
              .formatted(wanted, digest));
    }
    String tag = call.text("imageTag");
    Optional<Digest> there = repository.resolve(tag.isEmpty() ? digest : tag);
    if (there.filter(d -> d.value().equals(digest)).isPresent()) {
      throw AwsError.badRequest(
          "ImageAlreadyExistsException",
          "Image with digest '%s' and tag '%s' already exists in the repository with name '%s' in registry with id '%s'"
              .formatted(digest, tag.isEmpty() ? "null" : tag, repository.name(), account()));
    }
    String type =
        call.input().path("imageManifestMediaType").asText(read.path("mediaType").asText());
    try {
      repository.put(tag.isEmpty() ? digest : tag, type, manifest, now);
    } catch (RegistryError e) {
      throw error(e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a manifest", e);
    }
    ObjectNode answer = Json.object();
    ObjectNode image =
        answer
            .putObject("image")
            .put("registryId", account())
            .put("repositoryName", repository.name())
            .put("imageManifest", call.text("imageManifest"))
            .put("imageManifestMediaType", type);
    ObjectNode id = image.putObject("imageId").put("imageDigest", digest);
    if (!tag.isEmpty()) {
      id.put("imageTag", tag);
    }
    return answer;
  }

  private String account() {
    return registry.repositories().account().value();
  }

  private static String hex(byte[] content) {
    return java.util.HexFormat.of().formatHex(Repository.sha256().digest(content));
  }

  private static JsonNode read(byte[] manifest) {
    try {
      JsonNode read = Json.JSON.readTree(manifest);
      if (read.path("schemaVersion").asInt() == 2) {
        return read;
      }
    } catch (IOException e) {
      // Reported below with ECR's message.
    }
    throw AwsError.badRequest(
        "InvalidParameterException",
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'");
  }

  private AwsError error(RegistryError e) {
    String message = ErrorText.of(e);
    return switch (e.code()) {
      case "TAG_INVALID" -> AwsError.badRequest("ImageTagAlreadyExistsException", message);
      case "MANIFEST_BLOB_UNKNOWN" ->
          message.contains("a manifest")
              ? AwsError.badRequest("ReferencedImagesNotFoundException", message)
              : AwsError.badRequest("LayersNotFoundException", message);
      default -> AwsError.badRequest("InvalidParameterException", message);
    };
  }

  ObjectNode delete(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode deleted = answer.putArray("imageIds");
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode id : call.input().path("imageIds")) {
      Optional<Digest> found = EcrImages.find(repository, id);
      if (found.isEmpty()) {
        failures.add(failure(id, "ImageNotFound", "Requested image not found"));
        continue;
      }
      List<String> indexes = repository.indexesOf(found.get());
      String tag = id.path("imageTag").asText("");
      boolean whole = tag.isEmpty() || repository.tagsOf(found.get()).size() == 1;
      if (whole && !indexes.isEmpty()) {
        failures.add(
            failure(
                id,
                "ImageReferencedByManifestList",
                "Requested image referenced by manifest list: " + indexes));
        continue;
      }
      List<String> tags = tag.isEmpty() ? repository.tagsOf(found.get()) : List.of(tag);
      tags.forEach(
          t -> deleted.addObject().put("imageDigest", found.get().value()).put("imageTag", t));
      if (tags.isEmpty()) {
        deleted.addObject().put("imageDigest", found.get().value());
      }
      if (tag.isEmpty()) {
        repository.delete(Set.of(found.get().value()));
      } else {
        repository.untag(tag);
      }
    }
    return answer;
  }

  private static ObjectNode failure(JsonNode id, String code, String reason) {
    ObjectNode failure = Json.object();
    failure.set("imageId", id);
    return failure.put("failureCode", code).put("failureReason", reason);
  }
}
