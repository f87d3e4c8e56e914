package io.github.xacct.aws.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * An existing repository.
 *
 * @param uri the URI that images are pushed to
 * @param immutableTags whether its tags are immutable
 */
record FoundRepository(String uri, boolean immutableTags) {
  static FoundRepository of(JsonNode repository) {
    return new FoundRepository(
        repository.path("repositoryUri").asText(),
        isImmutable(repository.path("imageTagMutability").asText()));
  }

  static FoundRepository of(Repository repository) {
    return new FoundRepository(
        repository.repositoryUri(), isImmutable(repository.imageTagMutabilityAsString()));
  }

  private static boolean isImmutable(String mutability) {
    return "IMMUTABLE".equals(mutability);
  }
}
