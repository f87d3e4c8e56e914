package io.github.xacct.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline of CodePipeline, read from the properties of an {@code AWS::CodePipeline::Pipeline}.
 *
 * @param name of the pipeline
 * @param role ARN of the service role, which copies artifacts and starts actions
 * @param stores artifact stores by region; a single one has the key ""
 * @param stages in the order in which they run
 */
public record Pipeline(String name, String role, Map<String, Store> stores, List<Stage> stages) {

  /**
   * The artifact store for the actions in a region.
   *
   * @param key ARN of the key with which the artifacts are encrypted
   */
  public record Store(String bucket, String key) {}

  /** The kind of an action, by its provider. */
  public enum Kind {
    /** Downloads the commit. */
    SOURCE,
    /** Runs a buildspec. */
    CODE_BUILD,
    /** Waits for a manual approval. */
    APPROVAL,
    /** Creates a blue/green deployment by CodePipeline's own action. */
    CODE_DEPLOY_TO_ECS
  }

  /** A stage, with its actions in the order in which they run. */
  public record Stage(String name, List<Action> actions) {}

  /**
   * An action of a stage.
   *
   * @param order of the action in its stage; actions of the same order run in parallel
   * @param namespace of the action's variables
   * @param configuration with references {@code #{...}} not yet resolved
   * @param inputs names of the input artifacts
   * @param outputs names of the output artifacts
   * @param role that the action uses instead of the pipeline's
   * @param region if it differs from the pipeline's
   */
  public record Action(
      String name,
      Kind kind,
      int order,
      Optional<String> namespace,
      Map<String, String> configuration,
      List<String> inputs,
      List<String> outputs,
      Optional<String> role,
      Optional<String> region) {}

  /**
   * Creates a pipeline from the properties of an {@code AWS::CodePipeline::Pipeline}.
   *
   * @param properties with intrinsic functions resolved
   */
  public static Pipeline of(JsonNode properties) {
    var stages = new ArrayList<Stage>();
    for (JsonNode stage : properties.path("Stages")) {
      var actions = new ArrayList<Action>();
      stage.path("Actions").forEach(action -> actions.add(action(action)));
      actions.sort(java.util.Comparator.comparingInt(Action::order));
      stages.add(new Stage(text(stage, "Name"), List.copyOf(actions)));
    }
    return new Pipeline(
        text(properties, "Name"),
        text(properties, "RoleArn"),
        stores(properties),
        List.copyOf(stages));
  }

  /** Returns the names of the stages. */
  public List<String> stageNames() {
    return stages.stream().map(Stage::name).toList();
  }

  /** Returns the names of the approval actions. */
  public List<String> approvers() {
    return stages.stream()
        .flatMap(stage -> stage.actions().stream())
        .filter(action -> action.kind() == Kind.APPROVAL)
        .map(Action::name)
        .distinct()
        .toList();
  }

  private static Map<String, Store> stores(JsonNode properties) {
    Map<String, Store> stores = new LinkedHashMap<>();
    if (properties.has("ArtifactStore")) {
      stores.put("", store(properties.path("ArtifactStore")));
    }
    properties
        .path("ArtifactStores")
        .forEach(one -> stores.put(text(one, "Region"), store(one.path("ArtifactStore"))));
    return stores;
  }

  private static Store store(JsonNode store) {
    return new Store(text(store, "Location"), text(store.path("EncryptionKey"), "Id"));
  }

  /** Returns the artifact store of a region; fails if the pipeline has none for it. */
  public Store store(String region) {
    return Optional.ofNullable(stores.get(region))
        .or(() -> Optional.ofNullable(stores.get("")))
        .orElseThrow(
            () ->
                XacctException.yours("The pipeline " + name + " has no artifact store in " + region)
                    .evidence("Its ArtifactStores: " + String.join(", ", stores.keySet())));
  }

  private static Action action(JsonNode action) {
    Map<String, String> configuration = new LinkedHashMap<>();
    action
        .path("Configuration")
        .properties()
        .forEach(entry -> configuration.put(entry.getKey(), entry.getValue().asText()));
    return new Action(
        text(action, "Name"),
        kind(text(action.path("ActionTypeId"), "Provider")),
        action.path("RunOrder").asInt(1),
        Optional.ofNullable(action.path("Namespace").textValue()),
        configuration,
        artifacts(action.path("InputArtifacts")),
        artifacts(action.path("OutputArtifacts")),
        Optional.ofNullable(action.path("RoleArn").textValue()),
        Optional.ofNullable(action.path("Region").textValue()));
  }

  private static Kind kind(String provider) {
    return switch (provider) {
      case "CodeStarSourceConnection", "CodeCommit" -> Kind.SOURCE;
      case "CodeBuild" -> Kind.CODE_BUILD;
      case "Manual" -> Kind.APPROVAL;
      case "CodeDeployToECS" -> Kind.CODE_DEPLOY_TO_ECS;
      default -> throw new IllegalArgumentException("no action of ours: " + provider);
    };
  }

  private static List<String> artifacts(JsonNode list) {
    var names = new ArrayList<String>();
    list.forEach(artifact -> names.add(text(artifact, "Name")));
    return List.copyOf(names);
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText();
  }
}
