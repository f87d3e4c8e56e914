package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Extracts permissions from a resource's policies: one action on one resource each. */
final class Grants {

  /**
   * Allows or denies one action on one resource.
   *
   * @param who principal of a resource-based policy, else the empty string
   * @param condition the condition as JSON, or the empty string
   */
  record Grant(String effect, String who, String action, String resource, String condition) {
    boolean allows() {
      return effect.equals("Allow");
    }

    /** Whether both are equal but for their conditions. */
    boolean isLike(Grant other) {
      return effect.equals(other.effect)
          && who.equals(other.who)
          && action.equals(other.action)
          && resource.equals(other.resource);
    }

    @Override
    public String toString() {
      return (effect
              + " "
              + action
              + (resource.isEmpty() ? "" : " on " + resource)
              + (who.isEmpty() ? "" : " to " + who)
              + (condition.isEmpty() ? "" : " if " + condition))
          .strip();
    }
  }

  private Grants() {}

  /** Whether resources of this type have policies. */
  static boolean areIn(String type) {
    return switch (type) {
      case "AWS::IAM::Role",
          "AWS::IAM::Policy",
          "AWS::IAM::ManagedPolicy",
          "AWS::ECR::Repository",
          "AWS::KMS::Key",
          "AWS::S3::BucketPolicy",
          "AWS::SNS::TopicPolicy" ->
          true;
      default -> false;
    };
  }

  static Set<Grant> of(JsonNode properties) {
    var grants = new LinkedHashSet<Grant>();
    for (String name :
        List.of(
            "AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy", "RepositoryPolicyText")) {
      document(properties.path(name), grants);
    }
    properties.path("Policies").forEach(policy -> document(policy.path("PolicyDocument"), grants));
    properties
        .path("ManagedPolicyArns")
        .forEach(arn -> grants.add(new Grant("Allow", "", "all of " + arn.asText(), "", "")));
    return grants;
  }

  private static void document(JsonNode document, Set<Grant> grants) {
    for (JsonNode statement : list(document.path("Statement"))) {
      JsonNode condition = statement.path("Condition");
      for (JsonNode action : list(either(statement, "Action", "NotAction"))) {
        for (JsonNode resource : listOrNone(either(statement, "Resource", "NotResource"))) {
          grants.add(
              new Grant(
                  statement.path("Effect").asText(),
                  text(either(statement, "Principal", "NotPrincipal")),
                  (statement.has("NotAction") ? "all but " : "") + action.asText(),
                  (statement.has("NotResource") ? "all but " : "") + text(resource),
                  text(condition)));
        }
      }
    }
  }

  private static JsonNode either(JsonNode node, String one, String other) {
    return node.has(one) ? node.path(one) : node.path(other);
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "" : node.isTextual() ? node.asText() : node.toString();
  }

  private static List<JsonNode> list(JsonNode node) {
    var list = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode()) {
      list.add(node);
    }
    return list;
  }

  private static List<JsonNode> listOrNone(JsonNode node) {
    return node.isMissingNode() ? List.of(node) : list(node);
  }
}
