package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Digest;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import io.github.xacct.rehearsal.wire.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ECR's API: repositories, what is in them, and the password for the registry. Source: Amazon ECR
 * API reference. Lists come whole, in one page.
 */
public final class Ecr implements Service {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*/)*[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

  private static final ObjectNode AES256 = Json.object().put("EncryptionType", "AES256");

  private final Registries registries;
  private final EcrTokens tokens;
  private final Clock clock;
  private final LifecyclePreviews previews = new LifecyclePreviews();

  public Ecr(Registries registries, EcrTokens tokens, Clock clock) {
    this.registries = registries;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public String signingName() {
    return "ecr";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "GetAuthorizationToken" -> getAuthorizationToken(call);
      case "CreateRepository" -> createRepository(call);
      case "DescribeRepositories" -> describeRepositories(call);
      case "PutImageTagMutability" -> putImageTagMutability(call);
      case "GetRepositoryPolicy" -> getRepositoryPolicy(call);
      case "SetRepositoryPolicy" -> setRepositoryPolicy(call);
      case "GetLifecyclePolicy" -> getLifecyclePolicy(call);
      case "DescribeImages" -> EcrImages.describe(registry(call), repository(call), call);
      case "ListImages" -> EcrImages.list(repository(call), call);
      case "PutImage" ->
          new ImageWrites(registry(call), repository(call)).put(call, clock.millis());
      case "BatchDeleteImage" -> new ImageWrites(registry(call), repository(call)).delete(call);
      case "PutLifecyclePolicy" -> putLifecyclePolicy(call);
      case "DescribeImageScanFindings" -> findings(call);
      case "StartLifecyclePolicyPreview" -> startPreview(call);
      case "GetLifecyclePolicyPreview" ->
          previews.get(arn(call), repository(call), clock.millis(), about(call));
      case "DescribeImageSigningStatus" -> signing(call);
      case "GetSigningConfiguration" ->
          throw AwsError.badRequest(
              "SigningConfigurationNotFoundException",
              "The registry with id '%s' has no signing configuration"
                  .formatted(call.caller().account()));
      case "BatchGetImage" -> EcrImages.batchGet(registry(call), repository(call), call);
      case "GetDownloadUrlForLayer" -> downloadUrl(call);
      case "BatchCheckLayerAvailability" -> checkLayers(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private ObjectNode getAuthorizationToken(Call call) {
    EcrTokens.Token token = tokens.issue(call.caller(), call.region());
    String basic = "AWS:" + token.password();
    ObjectNode answer = object();
    ArrayNode data = answer.putArray("authorizationData");
    for (AccountId account : registryIds(call)) {
      data.addObject()
          .put(
              "authorizationToken",
              Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
          .put("expiresAt", EcrImages.seconds(token.expires().toEpochMilli()))
          .put("proxyEndpoint", "http://" + registries.of(account, call.region()).host());
    }
    return answer;
  }

  private static List<AccountId> registryIds(Call call) {
    JsonNode ids = call.input().path("registryIds");
    if (ids.isEmpty()) {
      return List.of(call.caller().account());
    }
    return ids.valueStream().map(id -> account(id.asText())).toList();
  }

  private ObjectNode createRepository(Call call) {
    Registry registry = registry(call);
    String name = call.text("repositoryName");
    if (name.length() < 2 || name.length() > 256 || !NAME.matcher(name).matches()) {
      throw invalid("repositoryName", "must satisfy regular expression '" + NAME + "'");
    }
    Repositories repositories = registry.repositories();
    if (repositories.find(name).isPresent()) {
      throw AwsError.badRequest(
          "RepositoryAlreadyExistsException",
          "The repository with name '%s' already exists in the registry with id '%s'"
              .formatted(name, repositories.account()));
    }
    boolean scan = call.input().at("/imageScanningConfiguration/scanOnPush").asBoolean();
    JsonNode filters = exclusions(call);
    String wish = call.input().path("imageTagMutability").asText("MUTABLE");
    repositories.create(name, wish.equals("IMMUTABLE"), scan);
    repositories.edit(
        name,
        p -> {
          p.put("ImageTagMutability", wish);
          p.set("ImageTagMutabilityExclusionFilters", filters);
        });
    Repository made = repositories.find(name).orElseThrow();
    JsonNode encryption = call.input().path("encryptionConfiguration");
    if (encryption.isObject()) {
      repositories.edit(name, p -> p.set("EncryptionConfiguration", encryption(encryption)));
    }
    ObjectNode answer = object();
    answer.set("repository", describe(registry, made));
    return answer;
  }

  private ObjectNode describeRepositories(Call call) {
    Registry registry = registry(call);
    JsonNode names = call.input().path("repositoryNames");
    List<Repository> found =
        names.isEmpty()
            ? registry.repositories().all()
            : names.valueStream().map(n -> find(registry, n.asText())).toList();
    ObjectNode answer = object();
    ArrayNode list = answer.putArray("repositories");
    found.forEach(repository -> list.add(describe(registry, repository)));
    return answer;
  }

  private ObjectNode putImageTagMutability(Call call) {
    Repository repository = repository(call);
    String wish = call.text("imageTagMutability");
    JsonNode filters = exclusions(call);
    registry(call)
        .repositories()
        .edit(
            repository.name(),
            p -> {
              p.put("ImageTagMutability", wish);
              p.set("ImageTagMutabilityExclusionFilters", filters);
            });
    ObjectNode answer = about(call).put("imageTagMutability", wish);
    if (!filters.isEmpty()) {
      answer.set(
          "imageTagMutabilityExclusionFilters",
          call.input().path("imageTagMutabilityExclusionFilters"));
    }
    return answer;
  }

  private ObjectNode getRepositoryPolicy(Call call) {
    Repository repository = repository(call);
    String policy =
        Optional.ofNullable(repository.settings().policy())
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "RepositoryPolicyNotFoundException",
                        "Repository policy does not exist for the repository with name '%s' in the"
                                .formatted(repository.name())
                            + " registry with id '%s'"
                                .formatted(registry(call).repositories().account())));
    return about(call).put("policyText", policy);
  }

  private ObjectNode getLifecyclePolicy(Call call) {
    Repositories repositories = registry(call).repositories();
    String name = repository(call).name();
    JsonNode policy = repositories.properties(name).at("/LifecyclePolicy/LifecyclePolicyText");
    if (policy.isMissingNode()) {
      throw AwsError.badRequest(
          "LifecyclePolicyNotFoundException",
          "Lifecycle policy does not exist for the repository with name '%s' in the registry with"
                  .formatted(name)
              + " id '%s'".formatted(repositories.account()));
    }
    return about(call)
        .put("lifecyclePolicyText", IamPolicy.text(policy))
        .put("lastEvaluatedAt", EcrImages.seconds(clock.millis()));
  }

  private ObjectNode putLifecyclePolicy(Call call) {
    Repository repository = repository(call);
    String policy = call.text("lifecyclePolicyText");
    try {
      if (!Json.JSON.readTree(policy).path("rules").isArray()) {
        throw invalid("LifecyclePolicyText", "Lifecycle policy validation failure: no rules");
      }
    } catch (JsonProcessingException e) {
      throw invalid("LifecyclePolicyText", "Lifecycle policy validation failure: invalid JSON");
    }
    registry(call)
        .repositories()
        .edit(
            repository.name(),
            p -> p.putObject("LifecyclePolicy").put("LifecyclePolicyText", policy));
    return about(call).put("lifecyclePolicyText", policy);
  }

  private String arn(Call call) {
    return registry(call).repositories().arn(repository(call).name());
  }

  private ObjectNode startPreview(Call call) {
    String asked = call.text("lifecyclePolicyText");
    String policy =
        asked.isEmpty() ? getLifecyclePolicy(call).path("lifecyclePolicyText").asText() : asked;
    return previews.start(arn(call), policy, about(call));
  }

  /** No registry of a rehearsal signs, so no image has a signature of ECR's. */
  private ObjectNode signing(Call call) {
    Repository repository = repository(call);
    JsonNode id = call.input().path("imageId");
    Digest digest =
        EcrImages.find(repository, id)
            .orElseThrow(() -> EcrImages.missing(registry(call), repository, id));
    ObjectNode answer = about(call);
    answer.putObject("imageId").put("imageDigest", digest.value());
    answer.putArray("signingStatuses");
    return answer;
  }

  /** Of an image that was scanned when it was pushed; nothing is ever found. */
  private ObjectNode findings(Call call) {
    Repository repository = repository(call);
    JsonNode id = call.input().path("imageId");
    Digest digest =
        EcrImages.find(repository, id)
            .orElseThrow(() -> EcrImages.missing(registry(call), repository, id));
    if (!repository.settings().scanOnPush()) {
      throw AwsError.badRequest(
          "ScanNotFoundException",
          "Image scan does not exist for the image with '{imageDigest:'%s', imageTag:'%s'}' in the repository with name '%s' in the registry with id '%s'"
              .formatted(
                  digest.value(),
                  id.path("imageTag").asText("null"),
                  repository.name(),
                  registry(call).repositories().account()));
    }
    ObjectNode answer = about(call);
    answer.putObject("imageId").put("imageDigest", digest.value());
    answer
        .putObject("imageScanStatus")
        .put("status", "COMPLETE")
        .put("description", "The scan was completed successfully.");
    ObjectNode findings = answer.putObject("imageScanFindings");
    findings.put("imageScanCompletedAt", EcrImages.seconds(clock.millis()));
    findings.put("vulnerabilitySourceUpdatedAt", EcrImages.seconds(clock.millis()));
    findings.putArray("findings");
    findings.putObject("findingSeverityCounts");
    return answer;
  }

  private ObjectNode setRepositoryPolicy(Call call) {
    Repository repository = repository(call);
    String policy = call.text("policyText");
    try {
      Policy.ofResource(policy);
      if (registries.namesNobody(Json.JSON.readTree(policy))) {
        throw invalid("PolicyText", "Principal not found");
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw invalid("PolicyText", "Invalid repository policy provided");
    }
    registry(call)
        .repositories()
        .edit(repository.name(), p -> p.put("RepositoryPolicyText", policy));
    return about(call).put("policyText", policy);
  }

  private ObjectNode downloadUrl(Call call) {
    Repository repository = repository(call);
    String digest = call.text("layerDigest");
    boolean there =
        EcrImages.digest(digest).filter(d -> Files.exists(repository.blob(d))).isPresent();
    if (!there) {
      throw AwsError.badRequest(
          "LayersNotFoundException",
          "The layer with digest '%s' does not exist in the repository with name '%s'"
              .formatted(digest, repository.name()));
    }
    return object()
        .put("downloadUrl", registry(call).link(repository.name(), digest))
        .put("layerDigest", digest);
  }

  private ObjectNode checkLayers(Call call) {
    Repository repository = repository(call);
    ObjectNode answer = object();
    ArrayNode layers = answer.putArray("layers");
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode wanted : call.input().path("layerDigests")) {
      Optional<Digest> digest = EcrImages.digest(wanted.asText());
      if (digest.isEmpty()) {
        failures
            .addObject()
            .put("layerDigest", wanted.asText())
            .put("failureCode", "InvalidLayerDigest")
            .put("failureReason", "Invalid layer digest");
        continue;
      }
      boolean there = Files.exists(repository.blob(digest.get()));
      ObjectNode layer = layers.addObject().put("layerDigest", wanted.asText());
      layer.put("layerAvailability", there ? "AVAILABLE" : "UNAVAILABLE");
      if (there) {
        layer.put("layerSize", repository.blob(digest.get()).toFile().length());
      }
    }
    return answer;
  }

  private ObjectNode describe(Registry registry, Repository repository) {
    Repositories repositories = registry.repositories();
    ObjectNode json =
        object()
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

  private Registry registry(Call call) {
    String id = call.text("registryId");
    return registries.of(id.isEmpty() ? call.caller().account() : account(id), call.region());
  }

  private Repository repository(Call call) {
    return find(registry(call), call.text("repositoryName"));
  }

  private static Repository find(Registry registry, String name) {
    return registry
        .repositories()
        .find(name)
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "RepositoryNotFoundException", registry.repositories().notFound(name)));
  }

  private ObjectNode about(Call call) {
    return object()
        .put("registryId", registry(call).repositories().account().value())
        .put("repositoryName", call.text("repositoryName"));
  }

  /** As a template would write them. */
  private static JsonNode exclusions(Call call) {
    boolean wanted = call.text("imageTagMutability").endsWith("_WITH_EXCLUSION");
    JsonNode given = call.input().path("imageTagMutabilityExclusionFilters");
    if (wanted == given.isEmpty()) {
      throw invalid(
          "imageTagMutabilityExclusionFilters",
          wanted
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

  private static ObjectNode encryption(JsonNode wish) {
    ObjectNode properties = Json.object();
    properties.put("EncryptionType", wish.path("encryptionType").asText("AES256"));
    Json.putText(properties, "KmsKey", Optional.ofNullable(wish.path("kmsKey").textValue()));
    return properties;
  }

  private static AccountId account(String id) {
    try {
      return new AccountId(id);
    } catch (IllegalArgumentException e) {
      throw invalid("registryId", "must satisfy regular expression '[0-9]{12}'");
    }
  }

  private static AwsError invalid(String member, String constraint) {
    return AwsError.badRequest(
        "InvalidParameterException",
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
            .formatted(member, constraint));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
