package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** The refusals because of roles, users and policies that a resource refers to. */
final class IdentityRules {
  private final ResourceStore store;

  IdentityRules(ResourceStore store) {
    this.store = store;
  }

  /**
   * Refuses principals that do not exist: "the principals in the key policy must exist and be
   * visible to AWS KMS", and the same holds for buckets, repositories, topics and trust policies.
   */
  void checkPrincipals(AccountRegion place, StackResource resource, JsonNode policy)
      throws HandlerFailed {
    for (JsonNode statement : policy.path("Statement")) {
      JsonNode named = statement.path("Principal").path("AWS");
      for (String arn : named.isTextual() ? List.of(named.asText()) : Json.textsOf(named)) {
        if (isUnknown(place, arn)) {
          throw invalidPrincipal(resource.type(), arn);
        }
      }
    }
  }

  private boolean isUnknown(AccountRegion place, String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[2].equals("iam") || parts[5].equals("root")) {
      return false;
    }
    String type = parts[5].startsWith("user/") ? "AWS::IAM::User" : "AWS::IAM::Role";
    AccountRegion there = new AccountRegion(new AccountId(parts[4]), place.region());
    return store.find(there, type, AccountRegion.nameIn(arn)).isEmpty();
  }

  private static HandlerFailed invalidPrincipal(String type, String arn) {
    return switch (type) {
      case "AWS::KMS::Key" ->
          HandlerFailed.of(
              "Policy contains a statement with one or more invalid principals. (Service: Kms, Status"
                  + " Code: 400)",
              "InvalidRequest");
      case "AWS::ECR::Repository" ->
          HandlerFailed.of(
              "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not"
                  + " found' (Service: Ecr, Status Code: 400)",
              "InvalidRequest");
      case "AWS::SNS::TopicPolicy" ->
          HandlerFailed.of(
              "Invalid parameter: Policy Error: PrincipalNotFound (Service: Sns, Status Code: 400)",
              "InvalidRequest");
      case "AWS::IAM::Role" ->
          HandlerFailed.of(
              "Invalid principal in policy: \\\"AWS\\\":\\\"%s\\\" (Service: Iam, Status Code: 400)"
                  .formatted(arn),
              "InvalidRequest");
      default ->
          HandlerFailed.of(
              "Invalid principal in policy (Service: S3, Status Code: 400)", "InvalidRequest");
    };
  }

  void checkRoles(AccountRegion place, JsonNode roles) throws HandlerFailed {
    for (String role : Json.textsOf(roles)) {
      if (store.find(place, "AWS::IAM::Role", role).isEmpty()) {
        throw HandlerFailed.of(
            "The role with name %s cannot be found. (Service: Iam, Status Code: 404)"
                .formatted(role),
            "NotFound");
      }
    }
  }

  void checkManagedPolicies(AccountRegion place, JsonNode arns) throws HandlerFailed {
    for (String arn : Json.textsOf(arns)) {
      boolean own = arn.contains("::" + place.account() + ":");
      if (own && store.find(place, "AWS::IAM::ManagedPolicy", arn).isEmpty()) {
        throw HandlerFailed.of(
            "Policy %s does not exist or is not attachable. (Service: Iam, Status Code: 404)"
                .formatted(arn),
            "NotFound");
      }
    }
  }

  /** Refuses a role that does not exist or does not trust the service. */
  void checkServiceRole(AccountRegion place, ObjectNode properties, String property, String service)
      throws HandlerFailed {
    String arn = properties.path(property).asText();
    boolean trusted =
        store
            .find(place, ResourceTypeNames.ROLE, AccountRegion.nameIn(arn))
            .filter(
                role ->
                    role.path("AssumeRolePolicyDocument")
                        .toString()
                        .contains('"' + service + ".amazonaws.com"))
            .isPresent();
    if (!trusted) {
      throw HandlerFailed.of(
          switch (service) {
            case "codedeploy" ->
                "AWS CodeDeploy does not have the permissions required to assume"
                    + " the role %s.".formatted(arn);
            case "codebuild" ->
                "CodeBuild is not authorized to perform: sts:AssumeRole on %s".formatted(arn);
            case "codepipeline" ->
                "CodePipeline is not authorized to perform AssumeRole on role %s".formatted(arn);
            default -> "The role defined for the function cannot be assumed by Lambda.";
          },
          "InvalidRequest");
    }
  }

  /** Returns whether a statement of a role's policies names an action, whatever its conditions. */
  boolean names(AccountRegion place, String role, String action) {
    var policies = new ArrayList<JsonNode>();
    store
        .find(place, ResourceTypeNames.ROLE, role)
        .ifPresent(
            standing ->
                standing.path("Policies").forEach(p -> policies.add(p.path("PolicyDocument"))));
    store.all(place, "AWS::IAM::Policy").values().stream()
        .filter(policy -> Json.textsOf(policy.path("Roles")).contains(role))
        .forEach(policy -> policies.add(policy.path("PolicyDocument")));
    return policies.stream().anyMatch(document -> names(document.path("Statement"), action));
  }

  private static boolean names(JsonNode statements, String action) {
    for (JsonNode statement : statements) {
      if (statement.path("Effect").asText().equals("Allow")
          && statement.path("Action").toString().contains('"' + action + '"')) {
        return true;
      }
    }
    return false;
  }

  void checkNobodyNeeds(AccountRegion place, StackResource role) throws HandlerFailed {
    for (String type : List.of("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")) {
      for (ObjectNode policy : store.all(place, type).values()) {
        if (Json.textsOf(policy.path("Roles")).contains(role.key())) {
          throw HandlerFailed.of(
              "Cannot delete entity, must %s first. (Service: Iam, Status Code: 409)"
                  .formatted(
                      type.endsWith("ManagedPolicy") ? "detach all policies" : "delete policies"),
              "InvalidRequest");
        }
      }
    }
  }
}
