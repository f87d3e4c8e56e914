package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the services behind the resources refuse, as far as it matters to whoever writes a template
 * for several accounts: names that are taken, principals that do not exist, listeners that are
 * missing, things that are in use.
 */
final class ResourceRules {
  /** Types whose things have no name that another could have taken. */
  private static final Set<String> POLICIES =
      Set.of("AWS::IAM::Policy", "AWS::SNS::TopicPolicy", "AWS::Lambda::Permission");

  private final Estate estate;
  private final StackWorld world;

  ResourceRules(Estate estate, StackWorld world) {
    this.estate = estate;
    this.world = world;
  }

  void beforeCreation(Place place, StackResource resource) throws HandlerFailed {
    if (!POLICIES.contains(resource.type())
        && estate.find(place, resource.type(), resource.key()).isPresent()) {
      throw HandlerFailed.said(
          "Resource of type '%s' with identifier '%s' already exists."
              .formatted(resource.type(), resource.key()),
          "AlreadyExists");
    }
    if (resource.type().equals("AWS::ECS::Service")) {
      checkService(place, resource.properties());
    }
    if (resource.type().equals("AWS::ElasticLoadBalancingV2::Listener")) {
      checkPort(place, resource);
    }
    checkReferences(place, resource);
  }

  void beforeUpdate(Place place, StackResource resource) throws HandlerFailed {
    JsonNode controller = resource.properties().at("/DeploymentController/Type");
    if (resource.type().equals("AWS::ECS::Service") && controller.asText().equals("CODE_DEPLOY")) {
      // The handler sends all properties on any update, and ECS refuses those that a CODE_DEPLOY
      // service may not change: https://github.com/aws/aws-cdk/issues/23564
      throw HandlerFailed.said(
          "Invalid request provided: UpdateService error: Unable to update task definition on"
              + " services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a"
              + " new deployment.",
          "InvalidRequest");
    }
    checkReferences(place, resource);
  }

  private void checkReferences(Place place, StackResource resource) throws HandlerFailed {
    ObjectNode properties = resource.properties();
    switch (resource.type()) {
      case "AWS::IAM::Policy" -> checkRoles(place, properties.path("Roles"));
      case "AWS::IAM::ManagedPolicy" -> checkRoles(place, properties.path("Roles"));
      case "AWS::IAM::Role" -> {
        checkPrincipals(place, resource, properties.path("AssumeRolePolicyDocument"));
        checkManagedPolicies(place, properties.path("ManagedPolicyArns"));
      }
      case "AWS::ElasticLoadBalancingV2::Listener" -> checkListener(place, properties);
      case "AWS::CodeDeploy::DeploymentGroup" -> checkGroup(place, properties);
      case "AWS::KMS::Key" -> checkPrincipals(place, resource, properties.path("KeyPolicy"));
      case "AWS::ECR::Repository" ->
          checkPrincipals(place, resource, properties.path("RepositoryPolicyText"));
      case "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy" ->
          checkPrincipals(place, resource, properties.path("PolicyDocument"));
      default -> {
        // Nothing of AWS's refusals matters here.
      }
    }
  }

  /**
   * Refuses principals that do not exist: "the principals in the key policy must exist and be
   * visible to AWS KMS", and the same holds for buckets, repositories, topics and trust policies.
   */
  private void checkPrincipals(Place place, StackResource resource, JsonNode policy)
      throws HandlerFailed {
    for (JsonNode statement : policy.path("Statement")) {
      JsonNode named = statement.path("Principal").path("AWS");
      for (String arn : named.isTextual() ? List.of(named.asText()) : Nodes.textsOf(named)) {
        if (lost(place, arn)) {
          throw invalidPrincipal(resource.type(), arn);
        }
      }
    }
  }

  private boolean lost(Place place, String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[2].equals("iam") || parts[5].equals("root")) {
      return false;
    }
    String type = parts[5].startsWith("user/") ? "AWS::IAM::User" : "AWS::IAM::Role";
    Place there = new Place(new AccountId(parts[4]), place.region());
    return estate.find(there, type, Place.nameIn(arn)).isEmpty();
  }

  private static HandlerFailed invalidPrincipal(String type, String arn) {
    return switch (type) {
      case "AWS::KMS::Key" ->
          HandlerFailed.said(
              "Policy contains a statement with one or more invalid principals. (Service: Kms, Status"
                  + " Code: 400)",
              "InvalidRequest");
      case "AWS::ECR::Repository" ->
          HandlerFailed.said(
              "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository"
                  + " policy provided' (Service: Ecr, Status Code: 400)",
              "InvalidRequest");
      case "AWS::SNS::TopicPolicy" ->
          HandlerFailed.said(
              "Invalid parameter: Policy Error: PrincipalNotFound (Service: Sns, Status Code: 400)",
              "InvalidRequest");
      case "AWS::IAM::Role" ->
          HandlerFailed.said(
              "Invalid principal in policy: \\\"AWS\\\":\\\"%s\\\" (Service: Iam, Status Code: 400)"
                  .formatted(arn),
              "InvalidRequest");
      default ->
          HandlerFailed.said(
              "Invalid principal in policy (Service: S3, Status Code: 400)", "InvalidRequest");
    };
  }

  private void checkRoles(Place place, JsonNode roles) throws HandlerFailed {
    for (String role : Nodes.textsOf(roles)) {
      if (estate.find(place, "AWS::IAM::Role", role).isEmpty()) {
        throw HandlerFailed.said(
            "The role with name %s cannot be found. (Service: Iam, Status Code: 404)"
                .formatted(role),
            "NotFound");
      }
    }
  }

  private void checkManagedPolicies(Place place, JsonNode arns) throws HandlerFailed {
    for (String arn : Nodes.textsOf(arns)) {
      boolean own = arn.contains("::" + place.account() + ":");
      if (own && estate.find(place, "AWS::IAM::ManagedPolicy", arn).isEmpty()) {
        throw HandlerFailed.said(
            "Policy %s does not exist or is not attachable. (Service: Iam, Status Code: 404)"
                .formatted(arn),
            "NotFound");
      }
    }
  }

  private void checkService(Place place, ObjectNode properties) throws HandlerFailed {
    String cluster = Place.nameIn(properties.path("Cluster").asText("default"));
    if (estate.find(place, "AWS::ECS::Cluster", cluster).isEmpty()) {
      throw HandlerFailed.said("Cluster not found. (Service: AmazonECS)", "NotFound");
    }
    if (!world.hasTaskDefinition(place, properties.path("TaskDefinition").asText())) {
      throw HandlerFailed.said("TaskDefinition not found. (Service: AmazonECS)", "NotFound");
    }
    for (JsonNode balancer : properties.path("LoadBalancers")) {
      String group = balancer.path("TargetGroupArn").asText();
      if (!forwardedTo(place).contains(group)) {
        throw HandlerFailed.said(
            "Invalid request provided: CreateService error: The target group with targetGroupArn %s"
                    .formatted(group)
                + " does not have an associated load balancer.",
            "InvalidRequest");
      }
    }
  }

  private Set<String> forwardedTo(Place place) {
    Set<String> groups = new TreeSet<>();
    estate
        .all(place, "AWS::ElasticLoadBalancingV2::Listener")
        .values()
        .forEach(l -> groups.addAll(l.path("DefaultActions").findValuesAsText("TargetGroupArn")));
    return groups;
  }

  private void checkPort(Place place, StackResource resource) throws HandlerFailed {
    JsonNode properties = resource.properties();
    boolean taken =
        estate.all(place, resource.type()).values().stream()
            .filter(l -> l.path("LoadBalancerArn").equals(properties.path("LoadBalancerArn")))
            .anyMatch(l -> l.path("Port").asInt() == properties.path("Port").asInt());
    if (taken) {
      throw HandlerFailed.said(
          "A listener already exists on this port for this load balancer '%s'"
              .formatted(properties.path("LoadBalancerArn").asText()),
          "AlreadyExists");
    }
  }

  private void checkListener(Place place, ObjectNode properties) throws HandlerFailed {
    for (String group : properties.path("DefaultActions").findValuesAsText("TargetGroupArn")) {
      if (estate.find(place, "AWS::ElasticLoadBalancingV2::TargetGroup", group).isEmpty()) {
        throw HandlerFailed.said("Target groups '" + group + "' not found", "NotFound");
      }
    }
  }

  private void checkGroup(Place place, ObjectNode properties) throws HandlerFailed {
    String application = properties.path("ApplicationName").asText();
    if (estate.find(place, "AWS::CodeDeploy::Application", application).isEmpty()) {
      throw HandlerFailed.said("No application found for name: " + application, "NotFound");
    }
    for (JsonNode service : properties.path("ECSServices")) {
      String key =
          Place.nameIn(service.path("ClusterName").asText())
              + "/"
              + Place.nameIn(service.path("ServiceName").asText());
      if (estate.find(place, "AWS::ECS::Service", key).isEmpty()) {
        throw HandlerFailed.said(
            "The ECS service %s cannot be found. Specify an existing service.".formatted(key),
            "InvalidRequest");
      }
    }
  }

  void beforeDeletion(Place place, StackResource resource) throws HandlerFailed {
    Optional<ObjectNode> live = estate.find(place, resource.type(), resource.key());
    switch (resource.type()) {
      case "AWS::ECR::Repository" -> {
        if (world.hasImages(place, resource.key())) {
          throw HandlerFailed.said(
              "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
                  .formatted(resource.key(), place.account()),
              "GeneralServiceException");
        }
      }
      case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> {
        if (live.filter(ResourceRules::protectedFromDeletion).isPresent()) {
          throw HandlerFailed.said(
              "Load balancer '%s' cannot be deleted because deletion protection is enabled"
                  .formatted(resource.physicalId()),
              "InvalidRequest");
        }
      }
      case "AWS::IAM::Role" -> checkNobodyNeeds(place, resource);
      default -> {
        // May go.
      }
    }
  }

  private static boolean protectedFromDeletion(ObjectNode balancer) {
    for (JsonNode attribute : balancer.path("LoadBalancerAttributes")) {
      if (attribute.path("Key").asText().equals("deletion_protection.enabled")) {
        return attribute.path("Value").asBoolean();
      }
    }
    return false;
  }

  private void checkNobodyNeeds(Place place, StackResource role) throws HandlerFailed {
    for (String type : List.of("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")) {
      for (ObjectNode policy : estate.all(place, type).values()) {
        if (Nodes.textsOf(policy.path("Roles")).contains(role.key())) {
          throw HandlerFailed.said(
              "Cannot delete entity, must %s first. (Service: Iam, Status Code: 409)"
                  .formatted(
                      type.endsWith("ManagedPolicy") ? "detach all policies" : "delete policies"),
              "InvalidRequest");
        }
      }
    }
  }
}
