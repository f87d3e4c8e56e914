package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.elb.ListenerProtocols;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The refusals of services because of other resources that a resource refers to: a listener rule's
 * priority, the bucket of access logs, the role of flow logs, the scaled service, a load balancer's
 * Availability Zones, the role of a function in a VPC.
 */
final class ResourceReferences {
  private static final String BUCKET = "AWS::S3::Bucket";
  private static final String BUCKET_POLICY = "AWS::S3::BucketPolicy";

  /** The EC2 operations that the role of a function in a VPC must allow. */
  private static final List<String> INTERFACES =
      List.of("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface");

  private final ResourceStore store;
  private final IdentityRules identities;

  ResourceReferences(ResourceStore store, IdentityRules identities) {
    this.store = store;
    this.identities = identities;
  }

  void beforeCreation(AccountRegion place, StackResource resource) throws HandlerFailed {
    ObjectNode properties = resource.properties();
    switch (resource.type()) {
      case "AWS::ElasticLoadBalancingV2::ListenerRule" -> rule(place, properties);
      case "AWS::ApplicationAutoScaling::ScalableTarget" -> scalableTarget(place, properties);
      case ResourceTypeNames.LOAD_BALANCER -> zones(place, properties);
      case ResourceTypeNames.FUNCTION -> networkInterfaces(place, properties);
      default -> {
        // The other checks apply to updates too.
      }
    }
  }

  void check(AccountRegion place, StackResource resource) throws HandlerFailed {
    ObjectNode properties = resource.properties();
    switch (resource.type()) {
      case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> accessLogs(place, properties);
      case "AWS::EC2::FlowLog" -> {
        if (properties.path("LogDestinationType").asText("").equals("cloud-watch-logs")) {
          identities.checkServiceRole(
              place, properties, "DeliverLogsPermissionArn", "vpc-flow-logs");
        }
      }
      default -> {
        // Other types refer to nothing that is checked here.
      }
    }
  }

  /**
   * Refuses subnets in fewer than two Availability Zones. Source: Elastic Load Balancing API
   * reference, CreateLoadBalancer, Subnets.
   */
  private void zones(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    var zones = new HashSet<String>();
    for (String subnet : Json.textsOf(properties.path("Subnets"))) {
      zones.add(
          store
              .find(place, "AWS::EC2::Subnet", subnet)
              .map(standing -> standing.path("AvailabilityZone").asText(subnet))
              .orElse(subnet));
    }
    if (zones.size() < 2) {
      throw HandlerFailed.of(
          "At least two subnets in two different Availability Zones must be specified (Service:"
              + " ElasticLoadBalancingV2, Status Code: 400)",
          "InvalidRequest");
    }
  }

  /**
   * Refuses a function in a VPC whose role does not allow network interfaces. Source: Lambda
   * developer guide, "Giving Lambda functions access to resources in a VPC".
   */
  private void networkInterfaces(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    if (properties.at("/VpcConfig/SubnetIds").isEmpty()) {
      return;
    }
    String role = AccountRegion.nameIn(properties.path("Role").asText());
    for (String action : INTERFACES) {
      if (!identities.names(place, role, "ec2:" + action)) {
        throw HandlerFailed.of(
            "The provided execution role does not have permissions to call "
                + action
                + " on EC2 (Service: Lambda, Status Code: 400)",
            "InvalidRequest");
      }
    }
  }

  private void rule(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    String listener = properties.path("ListenerArn").asText();
    if (store.find(place, ResourceTypeNames.LISTENER, listener).isEmpty()) {
      throw HandlerFailed.of("One or more listeners not found", "NotFound");
    }
    var problem = new ListenerProtocols(store, place).problemOfRule(listener);
    if (problem.isPresent()) {
      throw HandlerFailed.of(String.valueOf(problem.get().getMessage()), "InvalidRequest");
    }
    int priority = properties.path("Priority").asInt();
    boolean taken =
        LoadBalancing.rulesOf(store, place, listener).stream()
            .anyMatch(rule -> rule.properties().path("Priority").asInt() == priority);
    if (taken) {
      throw HandlerFailed.of("Priority '" + priority + "' is currently in use", "AlreadyExists");
    }
  }

  /**
   * Refuses access logs without permission: "The specified bucket must exist ... and the policy
   * must grant write access".
   */
  private void accessLogs(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    Map<String, String> attributes = new HashMap<>();
    properties
        .path("LoadBalancerAttributes")
        .forEach(a -> attributes.put(a.path("Key").asText(), a.path("Value").asText()));
    if (!attributes.getOrDefault("access_logs.s3.enabled", "").equals("true")) {
      return;
    }
    String bucket = attributes.getOrDefault("access_logs.s3.bucket", "");
    boolean admitted =
        store.has(place, BUCKET, bucket)
            && store.all(place, BUCKET_POLICY).values().stream()
                .filter(policy -> policy.path("Bucket").asText().equals(bucket))
                .anyMatch(
                    policy ->
                        properties.path("Type").asText().equals("network")
                            ? admitsVendedLogs(policy.path("PolicyDocument"))
                            : admitsDelivery(place, policy.path("PolicyDocument")));
    if (!admitted) {
      throw HandlerFailed.of(
          "Access Denied for bucket: "
              + bucket
              + ". Please check S3bucket permission (Service: ElasticLoadBalancingV2, Status Code:"
              + " 400)",
          "AccessDenied");
    }
  }

  /**
   * Returns whether a bucket policy allows Elastic Load Balancing, by its service principal or by
   * the region's account of AWS.
   */
  private static boolean admitsDelivery(AccountRegion place, JsonNode policy) {
    for (JsonNode statement : policy.path("Statement")) {
      String account = statement.at("/Principal/AWS").asText();
      String service = statement.at("/Principal/Service").asText();
      boolean delivery =
          service.equals("logdelivery.elasticloadbalancing.amazonaws.com")
              || account.endsWith(":root") && !account.contains(place.account().value());
      if (delivery
          && statement.path("Effect").asText().equals("Allow")
          && statement.path("Action").asText().equals("s3:PutObject")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a bucket policy allows the delivery service of a Network Load Balancer's access
   * logs, which also reads the bucket's access control list. Source: user guide for Network Load
   * Balancers, "Access logs for your Network Load Balancer".
   */
  private static boolean admitsVendedLogs(JsonNode policy) {
    var actions = new HashSet<String>();
    for (JsonNode statement : policy.path("Statement")) {
      if (statement.at("/Principal/Service").asText().equals("delivery.logs.amazonaws.com")
          && statement.path("Effect").asText().equals("Allow")) {
        actions.add(statement.path("Action").asText());
      }
    }
    return actions.containsAll(List.of("s3:PutObject", "s3:GetBucketAcl"));
  }

  private void scalableTarget(AccountRegion place, ObjectNode properties) throws HandlerFailed {
    String id = properties.path("ResourceId").asText();
    String key = id.replaceFirst("^service/", "");
    if (properties.path("ServiceNamespace").asText().equals("ecs")
        && !store.has(place, ResourceTypeNames.SERVICE, key)) {
      throw HandlerFailed.of(
          "ECS service doesn't exist: "
              + id
              + " (Service: ApplicationAutoScaling, Status Code: 400)",
          "InvalidRequest");
    }
  }
}
