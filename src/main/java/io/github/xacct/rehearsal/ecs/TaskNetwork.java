package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.network.Destination;
import io.github.xacct.network.Path;
import io.github.xacct.network.TaskNeeds;
import io.github.xacct.network.TaskPaths;
import io.github.xacct.network.TaskPlacement;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.readonly.StoredNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks whether a Fargate task reaches the services that it needs over the network of its subnets,
 * as far as these are in the resource store. Source: ECS developer guide, "Stopped tasks error
 * messages"; re:Post, "ResourceInitializationError".
 */
public final class TaskNetwork {
  private static final String TIMEOUT = "dial tcp 52.94.5.1:443: i/o timeout";
  private static final String CHECK = ". Please check your task network configuration.";

  private final ResourceStore store;
  private final Supplier<String> registryHost;
  private final String registryRegion;

  public TaskNetwork(ResourceStore store, Supplier<String> registryHost, String registryRegion) {
    this.store = store;
    this.registryHost = registryHost;
    this.registryRegion = registryRegion;
  }

  /** Fails with the stopped reason of the first blocked connection. */
  void check(RunningService service, TaskSet set) throws CannotStart {
    var refusal = refusal(service, set);
    if (refusal.isPresent()) {
      throw new CannotStart(refusal.get());
    }
  }

  /** Returns the stopped reason of the first blocked connection, or empty. */
  public Optional<String> refusal(RunningService service, TaskSet set) {
    return refusal(service.place, placement(service, set), set.taskDefinition.node());
  }

  private Optional<String> refusal(AccountRegion place, TaskPlacement placement, JsonNode task) {
    String region = place.region().id();
    var paths = new TaskPaths(new StoredNetwork(store, place).network(), placement, region);
    var needs = new TaskNeeds(task, region);
    var images = needs.images(this::isOurs, registryRegion);
    boolean known =
        placement.subnets().stream().allMatch(id -> store.has(place, StoredNetwork.SUBNET, id));
    if (!known) {
      return Optional.empty();
    }
    // The order in which ECS opens connections.
    return closed(paths, images.stream().filter(d -> d.service().equals("ecr.api")).toList())
        .or(() -> closed(paths, needs.secrets()))
        .or(() -> closed(paths, images))
        .or(() -> closed(paths, needs.logs()));
  }

  private Optional<String> closed(TaskPaths paths, Collection<Destination> needs) {
    return needs.stream().filter(need -> paths.to(need).isClosed()).findFirst().map(this::words);
  }

  private boolean isOurs(String image) {
    return image.startsWith(registryHost.get() + "/");
  }

  private String words(Destination to) {
    String retrieval =
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
            + " retrieval failed: unable to retrieve ";
    String host = to.service() + "." + to.region() + ".amazonaws.com";
    return switch (to.service()) {
      case "ecr.api" ->
          """
          %secr registry auth: service call has been retried 3 time(s): RequestError: \
          send request failed caused by: Post "https://api.ecr.%s.amazonaws.com/": %s%s"""
              .formatted(retrieval, to.region(), TIMEOUT, CHECK);
      case "secretsmanager", "ssm" ->
          """
          %s%s: service call has been retried 5 time(s): RequestCanceled: request context \
          canceled caused by: context deadline exceeded%s"""
              .formatted(
                  retrieval,
                  to.service().equals("ssm") ? "secrets from ssm" : "secret from asm",
                  CHECK);
      case "logs" ->
          """
          ResourceInitializationError: failed to validate logger args: create stream has \
          been retried 1 times: failed to create Cloudwatch log stream: RequestError: \
          send request failed caused by: Post "https://%s/": %s : exit status 1"""
              .formatted(host, TIMEOUT);
      case "s3" ->
          """
          CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: \
          httpReadSeeker: failed open: failed to do request: Get \
          "https://prod-%s-starport-layer-bucket.%s/": %s"""
              .formatted(to.region(), host, TIMEOUT);
      default ->
          """
          CannotPullContainerError: ref pull has been retried 5 time(s): failed to \
          resolve ref: failed to do request: Head "https://%s/v2/": %s"""
              .formatted(to.service().isEmpty() ? to.words() : host, TIMEOUT);
    };
  }

  /** Returns whether the load balancer reaches the tasks' port. */
  boolean reachedByLoadBalancer(RunningService service, TaskSet set) {
    AccountRegion place = service.place;
    // No listener forwards to green's target group yet.
    String blues = service.property("LoadBalancers").path(0).path("TargetGroupArn").asText();
    Optional<ObjectNode> balancer =
        store.resources(place, ResourceTypeNames.LISTENER).stream()
            .map(ResourceStore.Resource::properties)
            .filter(l -> l.toString().contains(set.targetGroup.arn) || l.toString().contains(blues))
            .map(l -> l.path("LoadBalancerArn").asText())
            .findFirst()
            .flatMap(lb -> store.find(place, ResourceTypeNames.LOAD_BALANCER, lb));
    if (balancer.isEmpty()) {
      return true;
    }
    Path path =
        new TaskPaths(
                new StoredNetwork(store, place).network(),
                placement(service, set),
                place.region().id())
            .fromLoadBalancer(
                Json.textsOf(balancer.get().path("SecurityGroups")),
                Json.textsOf(balancer.get().path("Subnets")),
                set.containerPort);
    return !path.isClosed();
  }

  /** Returns the network configuration of the AppSpec, or else of the service. */
  private static TaskPlacement placement(RunningService service, TaskSet set) {
    JsonNode own = set.overrides.at("/networkConfiguration/awsvpcConfiguration");
    JsonNode node =
        own.isEmpty() ? service.property("NetworkConfiguration").at("/AwsvpcConfiguration") : own;
    return new TaskPlacement(
        Json.textsOf(Json.anyCase(node, "subnets")),
        Json.textsOf(Json.anyCase(node, "securityGroups")),
        Json.anyCase(node, "assignPublicIp").asText().equals("ENABLED"));
  }
}
