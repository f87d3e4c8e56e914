package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One stack: a template in a place, and where each of its parameters comes from.
 *
 * @param values parameters that are known before anything stands
 * @param inputs parameters that are outputs of stacks before this one
 * @param tags that CloudFormation hands on to its resources
 * @param deployments what is set on its service once it stands, as ECS's API spells it; absent if
 *     CodeDeploy deploys the service, or it has none
 */
public record Stack(
    Template template,
    String name,
    StackLocation place,
    Map<String, String> values,
    Map<String, Output> inputs,
    Map<String, String> tags,
    Optional<JsonNode> deployments) {

  /** A stack without a service that ECS deploys. */
  public Stack(
      Template template,
      String name,
      StackLocation place,
      Map<String, String> values,
      Map<String, Output> inputs,
      Map<String, String> tags) {
    this(template, name, place, values, inputs, tags, Optional.empty());
  }

  /** A stack without tags and without a service that ECS deploys. */
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

  /** Every parameter, with stand-ins for what other stacks have not put out yet. */
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
   * What it is tagged with now, which takes every other tag off; nothing if it keeps those that it
   * has. So does a service stack: others would be an update of the service, which belongs to what
   * deploys it.
   *
   * @param first whether it does not exist yet
   */
  public Optional<Map<String, String>> tags(boolean first) {
    return first || template != Template.SERVICE ? Optional.of(tags) : Optional.empty();
  }

  /** Whether every output that it takes is there. */
  public boolean isFed(Map<Output, String> known) {
    return known.keySet().containsAll(inputs.values());
  }

  /** Of a form that the template's patterns take, so that a change set can be made for a look. */
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
