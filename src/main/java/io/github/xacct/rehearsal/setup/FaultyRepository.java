package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecr.Repositories;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The changes that a {@link SetUpFault} can make to the repository that a service's tasks pull
 * from.
 */
final class FaultyRepository {
  private final RehearsalPlan plan;
  private final RehearsedService service;
  private final Repositories repositories;
  private final RestoredVersions lastGood;

  FaultyRepository(
      RehearsalPlan plan,
      RehearsedService service,
      Repositories repositories,
      RestoredVersions lastGood) {
    this.plan = plan;
    this.service = service;
    this.repositories = repositories;
    this.lastGood = lastGood;
  }

  void edit(Consumer<ObjectNode> change) {
    plan.repository().ifPresent(name -> repositories.edit(name, change));
  }

  void remove() {
    plan.repository().ifPresent(repositories::remove);
  }

  void keepOneImage() {
    String policy =
        "{\"rules\":[{\"rulePriority\":1,\"description\":\"the newest\",\"selection\":{"
            + "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1},"
            + "\"action\":{\"type\":\"expire\"}}]}";
    edit(p -> p.putObject("LifecyclePolicy").put("LifecyclePolicyText", policy));
  }

  void replaceInPolicy(String part, String by) {
    edit(
        p -> {
          String text = IamPolicy.text(p.path("RepositoryPolicyText"));
          p.put("RepositoryPolicyText", text.replace(part, by));
        });
  }

  void denyPulls() {
    edit(
        p -> {
          ObjectNode policy = parse(IamPolicy.text(p.path("RepositoryPolicyText")));
          ObjectNode deny = policy.withArray("/Statement").addObject();
          deny.put("Sid", "Freeze").put("Effect", "Deny").put("Principal", "*");
          deny.putArray("Action").add("ecr:BatchGetImage").add("ecr:GetDownloadUrlForLayer");
          ObjectNode condition = deny.putObject("Condition").putObject("StringEquals");
          condition.put("aws:PrincipalAccount", service.account().value());
          p.put("RepositoryPolicyText", policy.toString());
        });
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) Json.JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hides all images except those of the rollback target, for which there is another fault. */
  void hideImages() {
    List<String> kept =
        lastGood.of(ServiceKey.of(service)).stream().flatMap(d -> digests(d).stream()).toList();
    edit(
        p -> {
          p.put("@AllGone", true);
          p.set("@Kept", Json.texts(kept));
        });
  }

  void hideLastGood() {
    Set<String> running =
        lastGood.running(ServiceKey.of(service)).map(FaultyRepository::digests).orElse(Set.of());
    lastGood
        .of(ServiceKey.of(service))
        .ifPresent(
            last -> {
              List<String> gone = new ArrayList<>(digests(last));
              gone.removeAll(running);
              edit(p -> p.set("@Gone", Json.texts(gone)));
            });
  }

  private static Set<String> digests(TaskDefinitionRevision definition) {
    Set<String> digests = new java.util.TreeSet<>();
    for (JsonNode container : definition.containers()) {
      String image = container.path("image").asText();
      if (image.contains("@")) {
        digests.add(image.substring(image.indexOf('@') + 1));
      }
    }
    return digests;
  }
}
