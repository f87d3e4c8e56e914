package io.github.xacct.aws.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * A repository that is there.
 *
 * @param uri under which images are pushed
 * @param immutableTags whether a tag, once given, stays
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
