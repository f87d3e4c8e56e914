package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The API of ECR: repositories, images, and the registry's authorization token. Source: Amazon ECR
 * API reference. Lists are returned in one page.
 */
public final class Ecr implements Service {

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
    var called = new CalledRegistry(registries, call);
    var policies = new PolicyCalls(called, call);
    return switch (call.operation()) {
      case "GetAuthorizationToken" -> getAuthorizationToken(call);
      case "CreateRepository" -> new RepositoryCalls(called, call).create();
      case "DescribeRepositories" -> new RepositoryCalls(called, call).describe();
      case "PutImageTagMutability" -> new RepositoryCalls(called, call).putTagMutability();
      case "GetRepositoryPolicy" -> policies.repositoryPolicy();
      case "SetRepositoryPolicy" -> policies.setRepositoryPolicy(registries);
      case "GetLifecyclePolicy" -> policies.lifecyclePolicy(clock.millis());
      case "PutLifecyclePolicy" -> policies.putLifecyclePolicy();
      case "StartLifecyclePolicyPreview" -> policies.startPreview(previews, clock.millis());
      case "GetLifecyclePolicyPreview" ->
          previews.get(called.repositoryArn(), called.repository(), clock.millis(), called.about());
      case "DescribeImages" -> EcrImages.describe(called.registry(), called.repository(), call);
      case "ListImages" -> EcrImages.list(called.repository(), call);
      case "PutImage" ->
          new ImageWrites(called.registry(), called.repository()).put(call, clock.millis());
      case "BatchDeleteImage" ->
          new ImageWrites(called.registry(), called.repository()).delete(call);
      case "BatchGetImage" -> EcrImages.batchGet(called.registry(), called.repository(), call);
      case "DescribeImageScanFindings" -> findings(called, call);
      case "DescribeImageSigningStatus" -> signing(called);
      case "GetSigningConfiguration" ->
          throw AwsError.badRequest(
              "SigningConfigurationNotFoundException",
              "The registry with id '%s' has no signing configuration"
                  .formatted(call.caller().account()));
      case "GetDownloadUrlForLayer" -> downloadUrl(called, call.text("layerDigest"));
      case "BatchCheckLayerAvailability" -> checkLayers(called.repository(), call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private ObjectNode getAuthorizationToken(Call call) {
    EcrTokens.Token token = tokens.issue(call.caller(), call.region());
    String basic = "AWS:" + token.password();
    ObjectNode answer = Json.object();
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
    return ids.valueStream().map(id -> CalledRegistry.account(id.asText())).toList();
  }

  /**
   * Returns the signing status of an image, which is empty because rehearsed registries do not sign
   * images.
   */
  private static ObjectNode signing(CalledRegistry called) {
    Digest digest = called.image();
    ObjectNode answer = called.about();
    answer.putObject("imageId").put("imageDigest", digest.value());
    answer.putArray("signingStatuses");
    return answer;
  }

  /** Returns the findings of an image that was scanned on push, which are always empty. */
  private ObjectNode findings(CalledRegistry called, Call call) {
    Repository repository = called.repository();
    Digest digest = called.image();
    if (!repository.settings().scanOnPush()) {
      throw AwsError.badRequest(
          "ScanNotFoundException",
          "Image scan does not exist for the image with '{imageDigest:'%s', imageTag:'%s'}' in the repository with name '%s' in the registry with id '%s'"
              .formatted(
                  digest.value(),
                  call.input().at("/imageId/imageTag").asText("null"),
                  repository.name(),
                  called.repositories().account()));
    }
    ObjectNode answer = called.about();
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

  private static ObjectNode downloadUrl(CalledRegistry called, String digest) {
    Repository repository = called.repository();
    boolean there =
        EcrImages.digest(digest).filter(d -> Files.exists(repository.blob(d))).isPresent();
    if (!there) {
      throw AwsError.badRequest(
          "LayersNotFoundException",
          "The layer with digest '%s' does not exist in the repository with name '%s'"
              .formatted(digest, repository.name()));
    }
    return Json.object()
        .put("downloadUrl", called.registry().link(repository.name(), digest))
        .put("layerDigest", digest);
  }

  private static ObjectNode checkLayers(Repository repository, Call call) {
    ObjectNode answer = Json.object();
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
}
