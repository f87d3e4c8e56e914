package io.github.xacct.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What CodePipeline does, read from the properties of an {@code AWS::CodePipeline::Pipeline}.
 *
 * @param name of the pipeline
 * @param role that carries artifacts and starts actions
 * @param stores where artifacts are, by region; one alone is that of the pipeline's own, under ""
 * @param stages in their order
 */
public record Pipeline(String name, String role, Map<String, Store> stores, List<Stage> stages) {

  /**
   * Where actions of a region find their artifacts.
   *
   * @param key ARN of the key that they are encrypted with
   */
  public record Store(String bucket, String key) {}

  /** The provider of an action. */
  public enum Kind {
    /** Downloads the commit. */
    SOURCE,
    /** Runs a buildspec. */
    CODE_BUILD,
    /** Waits for a manual approval. */
    APPROVAL,
    /** CodePipeline's own blue/green deployment. */
    CODE_DEPLOY_TO_ECS
  }

  /** A stage; its actions in the order in which they run. */
  public record Stage(String name, List<Action> actions) {}

  /**
   * An action of a stage.
   *
   * @param order actions of the same order run side by side
   * @param namespace under which other actions find its variables
   * @param configuration with {@code #{...}} not yet filled in
   * @param inputs names of artifacts
   * @param outputs names of artifacts
   * @param role that the action assumes instead of the pipeline's
   * @param region if it is another one than the pipeline's
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
   * Reads the properties of an {@code AWS::CodePipeline::Pipeline}.
   *
   * @param properties as CloudFormation resolved them
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

  /** The names of the stages. */
  public List<String> stageNames() {
    return stages.stream().map(Stage::name).toList();
  }

  /** The names of the actions that ask a person. */
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

  /** Where the artifacts of a region are; a pipeline without one for it cannot act there. */
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
