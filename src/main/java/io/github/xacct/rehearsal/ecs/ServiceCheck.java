package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.readonly.StoredNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.revision.rules.ServiceFit;
import java.util.List;
import java.util.Optional;

/**
 * The refusals of ECS because of a service's or task's task definition, target groups, capacity
 * providers, subnets and security groups.
 */
public final class ServiceCheck {
  private static final String INVALID = "InvalidParameterException";

  private final ResourceStore store;
  private final AccountRegion place;

  public ServiceCheck(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  /** Throws ECS's error if it refuses. */
  public void demand(TaskDefinitionRevision definition, ObjectNode service) {
    refusal(definition, service)
        .ifPresent(
            words -> {
              throw AwsError.badRequest(INVALID, words);
            });
  }

  /**
   * Returns ECS's message if it refuses, or empty.
   *
   * @param service input of CreateService or RunTask
   */
  public Optional<String> refusal(TaskDefinitionRevision definition, ObjectNode service) {
    return ServiceFit.check(definition.node(), service).stream()
        .map(violation -> violation.aws())
        .findFirst()
        .or(() -> targetTypes(definition, service))
        .or(() -> providers(service))
        .or(() -> network(service));
  }

  /** Checks that awsvpc tasks, which have IP addresses, have target groups of type ip. */
  private Optional<String> targetTypes(TaskDefinitionRevision definition, ObjectNode service) {
    if (!definition.node().path("networkMode").asText().equals("awsvpc")) {
      return Optional.empty();
    }
    for (JsonNode balancer : service.path("loadBalancers")) {
      for (String member :
          List.of("/targetGroupArn", "/advancedConfiguration/alternateTargetGroupArn")) {
        String group = balancer.at(member).asText();
        Optional<String> type =
            store
                .find(place, ResourceTypeNames.TARGET_GROUP, group)
                .map(properties -> properties.path("TargetType").asText("instance"))
                .filter(one -> !one.equals("ip"));
        if (type.isPresent()) {
          return Optional.of(
              "The provided target group %s has target type %s, which is incompatible with the awsvpc network mode specified in the task definition."
                  .formatted(group, type.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> providers(ObjectNode service) {
    String cluster = AccountRegion.nameIn(service.path("cluster").asText("default"));
    List<String> associated =
        store
            .find(place, ResourceTypeNames.CLUSTER, cluster)
            .map(properties -> Json.textsOf(properties.path("CapacityProviders")))
            .orElse(List.of());
    return Json.stream(service.path("capacityProviderStrategy"))
        .map(item -> item.path("capacityProvider").asText())
        .filter(name -> !associated.contains(name))
        .findFirst()
        .map(
            name ->
                "The specified capacity provider strategy cannot contain a capacity provider that is"
                    + " not associated with the cluster. Associate the capacity provider with the"
                    + " cluster and try again.");
  }

  /**
   * Checks that subnets and security groups exist, if the network of the account and region is
   * rehearsed.
   */
  private Optional<String> network(ObjectNode service) {
    JsonNode network = service.at("/networkConfiguration/awsvpcConfiguration");
    return missing(StoredNetwork.SUBNET, Json.textsOf(network.path("subnets")))
        .map(
            id ->
                "Error retrieving subnet information for [%1$s]: The subnet ID '%1$s' does not exist (ErrorCode: InvalidSubnetID.NotFound)"
                    .formatted(id))
        .or(
            () ->
                missing(StoredNetwork.GROUP, Json.textsOf(network.path("securityGroups")))
                    .map(
                        id ->
                            "Error retrieving security group information for [%1$s]: The security group '%1$s' does not exist (ErrorCode: InvalidGroup.NotFound)"
                                .formatted(id)));
  }

  private Optional<String> missing(String type, List<String> ids) {
    return store.all(place, type).isEmpty()
        ? Optional.empty()
        : ids.stream().filter(id -> !store.has(place, type, id)).findFirst();
  }
}
