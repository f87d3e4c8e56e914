package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;

/**
 * The operations on a repository's policies: repository policy and lifecycle policy. Source: Amazon
 * ECR API reference, SetRepositoryPolicy and PutLifecyclePolicy.
 */
final class PolicyCalls {
  private final CalledRegistry called;
  private final Call call;

  PolicyCalls(CalledRegistry called, Call call) {
    this.called = called;
    this.call = call;
  }

  ObjectNode repositoryPolicy() {
    Repository repository = called.repository();
    String policy =
        Optional.ofNullable(repository.settings().policy())
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "RepositoryPolicyNotFoundException",
                        "Repository policy does not exist for the repository with name '%s' in the"
                                .formatted(repository.name())
                            + " registry with id '%s'".formatted(called.repositories().account())));
    return called.about().put("policyText", policy);
  }

  ObjectNode lifecyclePolicy(long now) {
    Repositories repositories = called.repositories();
    String name = called.repository().name();
    JsonNode policy = repositories.properties(name).at("/LifecyclePolicy/LifecyclePolicyText");
    if (policy.isMissingNode()) {
      throw AwsError.badRequest(
          "LifecyclePolicyNotFoundException",
          "Lifecycle policy does not exist for the repository with name '%s' in the registry with"
                  .formatted(name)
              + " id '%s'".formatted(repositories.account()));
    }
    return called
        .about()
        .put("lifecyclePolicyText", IamPolicy.text(policy))
        .put("lastEvaluatedAt", EcrImages.seconds(now));
  }

  ObjectNode putLifecyclePolicy() {
    Repository repository = called.repository();
    String policy = call.text("lifecyclePolicyText");
    try {
      if (!Json.JSON.readTree(policy).path("rules").isArray()) {
        throw CalledRegistry.invalid(
            "LifecyclePolicyText", "Lifecycle policy validation failure: no rules");
      }
    } catch (JsonProcessingException e) {
      throw CalledRegistry.invalid(
          "LifecyclePolicyText", "Lifecycle policy validation failure: invalid JSON");
    }
    called
        .registry()
        .repositories()
        .edit(
            repository.name(),
            p -> p.putObject("LifecyclePolicy").put("LifecyclePolicyText", policy));
    return called.about().put("lifecyclePolicyText", policy);
  }

  ObjectNode startPreview(LifecyclePreviews previews, long now) {
    String asked = call.text("lifecyclePolicyText");
    String policy =
        asked.isEmpty() ? lifecyclePolicy(now).path("lifecyclePolicyText").asText() : asked;
    return previews.start(called.repositoryArn(), policy, called.about());
  }

  ObjectNode setRepositoryPolicy(Registries registries) {
    Repository repository = called.repository();
    String policy = call.text("policyText");
    try {
      Policy.ofResource(policy);
      if (registries.namesUnknownPrincipal(Json.JSON.readTree(policy))) {
        throw CalledRegistry.invalid("PolicyText", "Principal not found");
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw CalledRegistry.invalid("PolicyText", "Invalid repository policy provided");
    }
    called
        .registry()
        .repositories()
        .edit(repository.name(), p -> p.put("RepositoryPolicyText", policy));
    return called.about().put("policyText", policy);
  }
}
