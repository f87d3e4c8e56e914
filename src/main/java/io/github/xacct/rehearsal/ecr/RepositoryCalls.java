package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operations that create and describe repositories, and change their tag mutability. Source:
 * Amazon ECR API reference, CreateRepository, DescribeRepositories and PutImageTagMutability.
 */
final class RepositoryCalls {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*/)*[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

  private static final ObjectNode AES256 = Json.object().put("EncryptionType", "AES256");

  private final CalledRegistry called;
  private final Call call;

  RepositoryCalls(CalledRegistry called, Call call) {
    this.called = called;
    this.call = call;
  }

  ObjectNode create() {
    Registry registry = called.registry();
    String name = call.text("repositoryName");
    if (name.length() < 2 || name.length() > 256 || !NAME.matcher(name).matches()) {
      throw CalledRegistry.invalid(
          "repositoryName", "must satisfy regular expression '" + NAME + "'");
    }
    Repositories repositories = registry.repositories();
    if (repositories.find(name).isPresent()) {
      throw AwsError.badRequest(
          "RepositoryAlreadyExistsException",
          "The repository with name '%s' already exists in the registry with id '%s'"
              .formatted(name, repositories.account()));
    }
    boolean scan = call.input().at("/imageScanningConfiguration/scanOnPush").asBoolean();
    JsonNode filters = exclusions();
    String wanted = call.input().path("imageTagMutability").asText("MUTABLE");
    repositories.create(name, wanted.equals("IMMUTABLE"), scan);
    repositories.edit(
        name,
        p -> {
          p.put("ImageTagMutability", wanted);
          p.set("ImageTagMutabilityExclusionFilters", filters);
        });
    Repository created = repositories.find(name).orElseThrow();
    JsonNode encryption = call.input().path("encryptionConfiguration");
    if (encryption.isObject()) {
      repositories.edit(name, p -> p.set("EncryptionConfiguration", encryption(encryption)));
    }
    ObjectNode answer = Json.object();
    answer.set("repository", shape(registry, created));
    return answer;
  }

  ObjectNode describe() {
    Registry registry = called.registry();
    JsonNode names = call.input().path("repositoryNames");
    List<Repository> found =
        names.isEmpty()
            ? registry.repositories().all()
            : names.valueStream().map(n -> called.repository(n.asText())).toList();
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("repositories");
    found.forEach(repository -> list.add(shape(registry, repository)));
    return answer;
  }

  ObjectNode putTagMutability() {
    Repository repository = called.repository();
    String wanted = call.text("imageTagMutability");
    JsonNode filters = exclusions();
    called
        .registry()
        .repositories()
        .edit(
            repository.name(),
            p -> {
              p.put("ImageTagMutability", wanted);
              p.set("ImageTagMutabilityExclusionFilters", filters);
            });
    ObjectNode answer = called.about().put("imageTagMutability", wanted);
    if (!filters.isEmpty()) {
      answer.set(
          "imageTagMutabilityExclusionFilters",
          call.input().path("imageTagMutabilityExclusionFilters"));
    }
    return answer;
  }

  private static ObjectNode shape(Registry registry, Repository repository) {
    Repositories repositories = registry.repositories();
    ObjectNode json =
        Json.object()
            .put("repositoryArn", repositories.arn(repository.name()))
            .put("registryId", repositories.account().value())
            .put("repositoryName", repository.name())
            .put("repositoryUri", registry.host() + "/" + repository.name())
            .put("createdAt", EcrImages.seconds(repository.index().createdAt()))
            .put(
                "imageTagMutability",
                repositories
                    .properties(repository.name())
                    .path("ImageTagMutability")
                    .asText("MUTABLE"));
    JsonNode filters =
        repositories.properties(repository.name()).path("ImageTagMutabilityExclusionFilters");
    if (!filters.isEmpty()) {
      json.set(
          "imageTagMutabilityExclusionFilters",
          Json.list(
              filters.valueStream().toList(),
              f ->
                  Json.object()
                      .put("filterType", "WILDCARD")
                      .put("filter", f.path("ImageTagMutabilityExclusionFilterValue").asText())));
    }
    json.putObject("imageScanningConfiguration")
        .put("scanOnPush", repository.settings().scanOnPush());
    JsonNode encryption =
        repositories.properties(repository.name()).path("EncryptionConfiguration");
    json.set(
        "encryptionConfiguration", MemberCase.ofApi(encryption.isObject() ? encryption : AES256));
    return json;
  }

  /** Returns the exclusion filters with CloudFormation's names. */
  private JsonNode exclusions() {
    boolean excluding = call.text("imageTagMutability").endsWith("_WITH_EXCLUSION");
    JsonNode given = call.input().path("imageTagMutabilityExclusionFilters");
    if (excluding == given.isEmpty()) {
      throw CalledRegistry.invalid(
          "imageTagMutabilityExclusionFilters",
          excluding
              ? "must be given with imageTagMutability " + call.text("imageTagMutability")
              : "cannot be given with this imageTagMutability");
    }
    return Json.list(
        given.valueStream().toList(),
        f ->
            Json.object()
                .put("ImageTagMutabilityExclusionFilterType", "WILDCARD")
                .put("ImageTagMutabilityExclusionFilterValue", f.path("filter").asText()));
  }

  private static ObjectNode encryption(JsonNode wanted) {
    ObjectNode properties = Json.object();
    properties.put("EncryptionType", wanted.path("encryptionType").asText("AES256"));
    Json.putText(properties, "KmsKey", Optional.ofNullable(wanted.path("kmsKey").textValue()));
    return properties;
  }
}
