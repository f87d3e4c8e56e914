package io.github.xacct.aws.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.JsonCalls;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.RegistrySettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Checks which layers a repository contains, a hundred per request. The registry answers the same
 * for one layer per request, with the same permission. Source: ECR API reference,
 * BatchCheckLayerAvailability.
 */
public final class EcrLayers {
  /** The operation that is called without the SDK's client. */
  public static final String ASKED = "BatchCheckLayerAvailability";

  private static final int MOST = 100;

  private final JsonCalls calls;
  private final RegistrySettings settings;

  public EcrLayers(AwsSession session, RegistrySettings settings) {
    this.calls =
        session.json(
            "ECR",
            "AmazonEC2ContainerRegistry_V20150921",
            "ecr",
            () -> EcrEndpoint.in(session.region()));
    this.settings = settings;
  }

  /**
   * Returns the layers that the repository contains; empty if the call fails: the registry, which
   * is queried instead, then reports why.
   */
  public Optional<Set<Digest>> among(Set<Digest> digests) {
    var there = new HashSet<Digest>();
    try {
      List<Digest> all = List.copyOf(digests);
      IntStream.iterate(0, from -> from < all.size(), from -> from + MOST)
          .mapToObj(from -> all.subList(from, Math.min(from + MOST, all.size())))
          .forEach(some -> ask(some, there));
      return Optional.of(there);
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  private void ask(List<Digest> some, Set<Digest> there) {
    ObjectNode input =
        Json.object()
            .put("registryId", settings.account().value())
            .put("repositoryName", settings.repository());
    var wanted = input.putArray("layerDigests");
    some.forEach(digest -> wanted.add(digest.value()));
    for (JsonNode layer : calls.ask(ASKED, input).path("layers")) {
      if (layer.path("layerAvailability").asText().equals("AVAILABLE")) {
        there.add(new Digest(layer.path("layerDigest").asText()));
      }
    }
  }
}
