package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;

/**
 * The registry and repository that an ECR call names, for reading the call and writing the
 * response.
 */
final class CalledRegistry {
  private final Registries registries;
  private final Call call;

  CalledRegistry(Registries registries, Call call) {
    this.registries = registries;
    this.call = call;
  }

  /** Returns the registry of the call, by default the caller's own. */
  Registry registry() {
    String id = call.text("registryId");
    return registries.of(id.isEmpty() ? call.caller().account() : account(id), call.region());
  }

  Repositories repositories() {
    return registry().repositories();
  }

  /** Returns the repository of the call; fails if it does not exist. */
  Repository repository() {
    return repository(call.text("repositoryName"));
  }

  /** Returns a repository of the same registry; fails if it does not exist. */
  Repository repository(String name) {
    Repositories all = repositories();
    return all.find(name)
        .orElseThrow(() -> AwsError.badRequest("RepositoryNotFoundException", all.notFound(name)));
  }

  String repositoryArn() {
    return repositories().arn(repository().name());
  }

  /** Returns the image that the call names by tag or digest; fails if it does not exist. */
  Digest image() {
    JsonNode id = call.input().path("imageId");
    return EcrImages.find(repository(), id)
        .orElseThrow(() -> EcrImages.missing(registry(), repository(), id));
  }

  /** Returns a response with registry ID and repository name. */
  ObjectNode about() {
    return Json.object()
        .put("registryId", repositories().account().value())
        .put("repositoryName", call.text("repositoryName"));
  }

  static AccountId account(String id) {
    try {
      return new AccountId(id);
    } catch (IllegalArgumentException e) {
      throw invalid("registryId", "must satisfy regular expression '[0-9]{12}'");
    }
  }

  static AwsError invalid(String member, String constraint) {
    return AwsError.badRequest(
        "InvalidParameterException",
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
            .formatted(member, constraint));
  }
}
