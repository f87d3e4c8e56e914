package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.elb.ListenerProtocols;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The refusals of the services behind the resources that matter for templates of several accounts:
 * names already in use, principals that do not exist, missing listeners, resources in use.
 */
final class ResourceRules {
  /** Types whose resources have no name that could be in use. */
  private static final Set<String> POLICIES =
      Set.of("AWS::IAM::Policy", "AWS::SNS::TopicPolicy", "AWS::Lambda::Permission");

  private final ResourceStore store;
  private final StackWorld world;
  private final IdentityRules identities;
  private final ResourceReferences references;

  ResourceRules(ResourceStore store, StackWorld world) {
    this.store = store;
    this.world = world;
    this.identities = new IdentityRules(store);
    this.references = new ResourceReferences(store, identities);
  }

  void beforeCreation(AccountRegion place, StackResource resource) throws HandlerFailed {
    if (taken(place, resource)) {
      throw HandlerFailed.of(
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
    references.beforeCreation(place, resource);
    checkReferences(place, resource);
  }

  private boolean taken(AccountRegion place, StackResource resource) {
    // Bucket names are unique across all accounts.
    return resource.type().equals("AWS::S3::Bucket")
        ? store.everywhere(resource.type()).stream().anyMatch(b -> b.id().equals(resource.key()))
        : !POLICIES.contains(resource.type()) && store.has(place, resource.type(), resource.key());
  }

  void beforeUpdate(AccountRegion place, StackResource resource) throws HandlerFailed {
    JsonNode controller = resource.properties().at("/DeploymentController/Type");
    if (resource.type().equals("AWS::ECS::Service") && controller.asText().equals("CODE_DEPLOY")) {
      // The handler sends all properties on any update, and ECS refuses those that a CODE_DEPLOY
      // service may not change: https://github.com/aws/aws-cdk/issues/23564
      throw HandlerFailed.of(
          "Invalid request provided: UpdateService error: Unable to update task definition on"
              + " services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a"
              + " new deployment.",
          "InvalidRequest");
    }
    if (resource.type().equals(ResourceTypeNames.SERVICE)
        && world.isDeployedByEcs(resource.properties())) {
      throw HandlerFailed.of(
          "The embedded CloudFormation does not play the update of a service that ECS deploys: with"
              + " the changed properties AWS sends the template's task definition, and deploys it.",
          "InvalidRequest");
    }
    checkReferences(place, resource);
  }

  private void checkReferences(AccountRegion place, StackResource resource) throws HandlerFailed {
    ObjectNode properties = resource.properties();
    switch (resource.type()) {
      case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy" ->
          identities.checkRoles(place, properties.path("Roles"));
      case "AWS::IAM::Role" -> {
        identities.checkPrincipals(place, resource, properties.path("AssumeRolePolicyDocument"));
        identities.checkManagedPolicies(place, properties.path("ManagedPolicyArns"));
      }
      case "AWS::ElasticLoadBalancingV2::Listener" -> checkListener(place, properties);
      case "AWS::CodeDeploy::DeploymentGroup" -> {
        checkGroup(place, properties);
        identities.checkServiceRole(place, properties, "ServiceRoleArn", "codedeploy");
      }
      case "AWS::CodeBuild::Project" ->
          identities.checkServiceRole(place, properties, "ServiceRole", "codebuild");
      case "AWS::CodePipeline::Pipeline" ->
          identities.checkServiceRole(place, properties, "RoleArn", "codepipeline");
      case "AWS::Lambda::Function" ->
          identities.checkServiceRole(place, properties, "Role", "lambda");
      case "AWS::KMS::Key" ->
          identities.checkPrincipals(place, resource, properties.path("KeyPolicy"));
      case "AWS::ECR::Repository" ->
          identities.checkPrincipals(place, resource, properties.path("RepositoryPolicyText"));
      case "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy" ->
          identities.checkPrincipals(place, resource, properties.path("PolicyDocument"));
      default -> references.check(place, resource);
    }
  }

  private void checkService(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    String cluster = AccountRegion.nameIn(properties.path("Cluster").asText("default"));
    if (store.find(place, "AWS::ECS::Cluster", cluster).isEmpty()) {
      throw HandlerFailed.of("Cluster not found. (Service: AmazonECS)", "NotFound");
    }
    if (!world.hasTaskDefinition(place, properties.path("TaskDefinition").asText())) {
      throw HandlerFailed.of("TaskDefinition not found. (Service: AmazonECS)", "NotFound");
    }
    for (JsonNode balancer : properties.path("LoadBalancers")) {
      String group = balancer.path("TargetGroupArn").asText();
      if (!forwardedTo(place).contains(group)) {
        throw HandlerFailed.of(
            "Invalid request provided: CreateService error: The target group with targetGroupArn %s"
                    .formatted(group)
                + " does not have an associated load balancer.",
            "InvalidRequest");
      }
    }
    Optional<String> refusal =
        world
            .serviceRefusal(place, properties)
            .or(
                () ->
                    world.isDeployedByEcs(properties)
                        ? world.ownRefusal(place, properties)
                        : Optional.empty());
    if (refusal.isPresent()) {
      throw HandlerFailed.of(
          "Invalid request provided: CreateService error: " + refusal.get(), "InvalidRequest");
    }
  }

  private Set<String> forwardedTo(AccountRegion place) {
    Set<String> groups = new TreeSet<>();
    store
        .all(place, "AWS::ElasticLoadBalancingV2::Listener")
        .values()
        .forEach(l -> groups.addAll(l.path("DefaultActions").findValuesAsText("TargetGroupArn")));
    store
        .all(place, ResourceTypeNames.LISTENER_RULE)
        .values()
        .forEach(r -> groups.addAll(r.path("Actions").findValuesAsText("TargetGroupArn")));
    return groups;
  }

  private void checkPort(AccountRegion place, StackResource resource) throws HandlerFailed {
    JsonNode properties = resource.properties();
    boolean taken =
        store.all(place, resource.type()).values().stream()
            .filter(l -> l.path("LoadBalancerArn").equals(properties.path("LoadBalancerArn")))
            .anyMatch(l -> l.path("Port").asInt() == properties.path("Port").asInt());
    if (taken) {
      throw HandlerFailed.of(
          "A listener already exists on this port for this load balancer '%s'"
              .formatted(properties.path("LoadBalancerArn").asText()),
          "AlreadyExists");
    }
  }

  private void checkListener(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    for (String group : properties.path("DefaultActions").findValuesAsText("TargetGroupArn")) {
      if (store.find(place, "AWS::ElasticLoadBalancingV2::TargetGroup", group).isEmpty()) {
        throw HandlerFailed.of("Target groups '" + group + "' not found", "NotFound");
      }
    }
    Optional<AwsError> problem = new ListenerProtocols(store, place).problem(properties);
    if (problem.isPresent()) {
      throw HandlerFailed.of(String.valueOf(problem.get().getMessage()), "InvalidRequest");
    }
  }

  private void checkGroup(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    String application = properties.path("ApplicationName").asText();
    if (store.find(place, "AWS::CodeDeploy::Application", application).isEmpty()) {
      throw HandlerFailed.of("No application found for name: " + application, "NotFound");
    }
    for (JsonNode service : properties.path("ECSServices")) {
      String key =
          AccountRegion.nameIn(service.path("ClusterName").asText())
              + "/"
              + AccountRegion.nameIn(service.path("ServiceName").asText());
      if (store.find(place, "AWS::ECS::Service", key).isEmpty()) {
        throw HandlerFailed.of(
            "The ECS service %s cannot be found. Specify an existing service.".formatted(key),
            "InvalidRequest");
      }
      if (!store
          .find(place, ResourceTypeNames.SERVICE, key)
          .map(found -> found.at("/DeploymentController/Type").asText("ECS"))
          .orElse("")
          .equals("CODE_DEPLOY")) {
        throw HandlerFailed.of(
            "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment"
                + " controller. (Service: AmazonCodeDeploy)",
            "InvalidRequest");
      }
    }
    int pairs = properties.at("/LoadBalancerInfo/TargetGroupPairInfoList").size();
    if (pairs > 1) {
      throw HandlerFailed.of(
          "The compute platform ECS takes one target group pair, not " + pairs, "InvalidRequest");
    }
    checkConfiguration(place, properties.path("DeploymentConfigName").asText());
  }

  private void checkConfiguration(AccountRegion place, String name) throws HandlerFailed {
    if (!name.isEmpty()
        && !name.startsWith("CodeDeployDefault.")
        && !store.has(place, ResourceTypeNames.DEPLOYMENT_CONFIG, name)) {
      throw HandlerFailed.of(
          "No Deployment Configuration found for name: " + name, "InvalidRequest");
    }
  }

  void beforeDeletion(AccountRegion place, StackResource resource) throws HandlerFailed {
    Optional<ObjectNode> live = store.find(place, resource.type(), resource.key());
    switch (resource.type()) {
      case "AWS::ECR::Repository" -> {
        boolean emptied = live.filter(r -> r.path("EmptyOnDelete").asBoolean()).isPresent();
        if (!emptied && world.hasImages(place, resource.key())) {
          throw HandlerFailed.of(
              "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
                  .formatted(resource.key(), place.account()),
              "GeneralServiceException");
        }
      }
      case "AWS::S3::Bucket" -> {
        if (world.hasObjects(resource.key())) {
          throw HandlerFailed.of(
              "The bucket you tried to delete is not empty. You must delete all versions in the"
                  + " bucket. (Service: S3, Status Code: 409)",
              "GeneralServiceException");
        }
      }
      case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> {
        if (live.filter(ResourceRules::protectedFromDeletion).isPresent()) {
          throw HandlerFailed.of(
              "Load balancer '%s' cannot be deleted because deletion protection is enabled"
                  .formatted(resource.physicalId()),
              "InvalidRequest");
        }
      }
      case "AWS::IAM::Role" -> identities.checkNobodyNeeds(place, resource);
      case ResourceTypeNames.TARGET_GROUP -> {
        if (forwardedTo(place).contains(resource.key())) {
          throw HandlerFailed.of(
              "Target group '%s' is currently in use by a listener or a rule"
                  .formatted(resource.key()),
              "ResourceConflict");
        }
      }
      case "AWS::ECS::Cluster" -> {
        String services = resource.key() + "/";
        if (store.all(place, ResourceTypeNames.SERVICE).keySet().stream()
            .anyMatch(key -> key.startsWith(services))) {
          throw HandlerFailed.of(
              "The Cluster cannot be deleted while Services are active. (Service: AmazonECS)",
              "GeneralServiceException");
        }
      }
      default -> {
        // No rule prevents the deletion.
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
}
