package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A planned stack: a template in an account and region, with the source of each parameter.
 *
 * @param values parameters that are known before any stack exists
 * @param inputs parameters that are outputs of earlier stacks
 * @param tags tags of the stack, which CloudFormation propagates to its resources
 * @param deployments the deployment configuration to set on its service, in the spelling of the ECS
 *     API; empty if CodeDeploy deploys the service, or it has none
 */
public record Stack(
    Template template,
    String name,
    StackLocation place,
    Map<String, String> values,
    Map<String, Output> inputs,
    Map<String, String> tags,
    Optional<JsonNode> deployments) {

  /** Creates a stack without a service that ECS deploys. */
  public Stack(
      Template template,
      String name,
      StackLocation place,
      Map<String, String> values,
      Map<String, Output> inputs,
      Map<String, String> tags) {
    this(template, name, place, values, inputs, tags, Optional.empty());
  }

  /** Creates a stack without tags and without a service that ECS deploys. */
  public Stack(
      Template template,
      String name,
      StackLocation place,
      Map<String, String> values,
      Map<String, Output> inputs) {
    this(template, name, place, values, inputs, Map.of());
  }

  /** An output of another stack. */
  public record Output(String stack, String key) {}

  /** Returns all parameters, with stand-ins for outputs that do not exist yet. */
  public Map<String, String> parameters(Map<Output, String> known) {
    var parameters = new LinkedHashMap<>(values);
    inputs.forEach(
        (name, output) ->
            parameters.put(
                name,
                Optional.ofNullable(known.get(output)).orElseGet(() -> standIn(output.key()))));
    return parameters;
  }

  /**
   * Returns the tags to set, which replace all others; empty if the stack keeps its tags. A service
   * stack keeps them, because new tags would update the service, which only deployments may change.
   *
   * @param first whether the stack does not exist yet
   */
  public Optional<Map<String, String>> tags(boolean first) {
    return first || template != Template.SERVICE ? Optional.of(tags) : Optional.empty();
  }

  /** Whether all outputs that the stack needs are known. */
  public boolean hasAllInputs(Map<Output, String> known) {
    return known.keySet().containsAll(inputs.values());
  }

  /** Returns a value that matches the template's pattern, so that a change set can be previewed. */
  private String standIn(String output) {
    return switch (output) {
      case "VpcId" -> "vpc-00000000";
      case "PublicSubnetIds", "TaskSubnetIds" -> "subnet-00000000,subnet-00000001";
      case "AssignPublicIp" -> "DISABLED";
      case "SwitchedArns" ->
          arn("elasticloadbalancing", "listener/app/not-made-yet/*")
              + ","
              + arn("elasticloadbalancing", "listener-rule/app/not-made-yet/*");
      case "AlarmNames" ->
          "not-made-yet-a,not-made-yet-b,not-made-yet-c,not-made-yet-d,not-made-yet-e";
      case "ApprovalTopicArn", "FailureTopicArn" -> arn("sns", "not-made-yet");
      case "BuildRoleArn" ->
          new RoleArn(place.region().partition(), place.account(), "not-made-yet").toString();
      case "ImageRepositoryArn" -> arn("ecr", "repository/not-made-yet");
      case "ProductionUrl" -> "http://not-made-yet";
      default ->
          output.endsWith("ArtifactKeyArn") ? arn("kms", "key/not-made-yet") : "not-made-yet";
    };
  }

  private String arn(String service, String resource) {
    return Arn.of(place.region(), place.account(), service, resource).toString();
  }
}
