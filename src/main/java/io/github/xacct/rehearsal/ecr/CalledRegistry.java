package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;

/** Which registry and which repository an API call of ECR names, and how answers name them. */
final class CalledRegistry {
  private final Registries registries;
  private final Call call;

  CalledRegistry(Registries registries, Call call) {
    this.registries = registries;
    this.call = call;
  }

  /** The caller's own, where the call names none. */
  Registry registry() {
    String id = call.text("registryId");
    return registries.of(id.isEmpty() ? call.caller().account() : account(id), call.region());
  }

  Repositories repositories() {
    return registry().repositories();
  }

  /** The repository; refused if there is none. */
  Repository repository() {
    return repository(call.text("repositoryName"));
  }

  /** One of this name in the same registry; refused if there is none. */
  Repository repository(String name) {
    Repositories all = repositories();
    return all.find(name)
        .orElseThrow(() -> AwsError.badRequest("RepositoryNotFoundException", all.notFound(name)));
  }

  String repositoryArn() {
    return repositories().arn(repository().name());
  }

  /** The image that the call names by tag or digest; refused if there is none. */
  Digest image() {
    JsonNode id = call.input().path("imageId");
    return EcrImages.find(repository(), id)
        .orElseThrow(() -> EcrImages.missing(registry(), repository(), id));
  }

  /** Registry and repository, as most answers begin. */
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
