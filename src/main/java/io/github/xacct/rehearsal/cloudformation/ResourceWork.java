package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.NewIds;
import io.github.xacct.rehearsal.cloudformation.template.Pseudo;
import io.github.xacct.rehearsal.cloudformation.template.ResourceDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.ResourcePropertyCheck;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType;
import io.github.xacct.rehearsal.cloudformation.template.ResourceTypes;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.readonly.Parameters;
import io.github.xacct.rehearsal.readonly.PlannedNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, updates and deletes a stack's resources in the resource store. */
public final class ResourceWork {
  private static final Duration STEADY = Duration.ofSeconds(120);

  private final ResourceStore store;
  private final StackWorld world;
  private final ResourceRules rules;
  private final HandlerRights rights;

  public ResourceWork(ResourceStore store, StackWorld world, HandlerRights rights) {
    this.rights = rights;
    this.store = store;
    this.world = world;
    this.rules = new ResourceRules(store, world);
  }

  TemplateUrls urls() {
    return new TemplateUrls(world, rights);
  }

  /**
   * Sets the principal of a stack's operation: the service role of this or an earlier call, else
   * the caller.
   *
   * @throws AwsError if CloudFormation may not assume that role
   */
  void change(Stack stack, Call call) {
    String role = call.text("RoleARN");
    if (!role.isEmpty()) {
      stack.roleArn = role;
    }
    stack.changedBy(
        stack.roleArn.isEmpty()
            ? call.caller()
            : rights
                .serviceRole(stack.roleArn, stack.id)
                .orElseThrow(
                    () ->
                        StackErrors.invalid(
                            "Role " + stack.roleArn + " is invalid or cannot be assumed")));
  }

  ResourceStore store() {
    return store;
  }

  /**
   * Returns the properties converted to the types of the schema; fails if they do not conform to
   * it.
   */
  static ObjectNode fitting(
      ResourceDeclaration declaration, com.fasterxml.jackson.databind.JsonNode properties)
      throws HandlerFailed {
    ResourcePropertyCheck check = new ResourcePropertyCheck(declaration.type(), properties);
    List<String> problems = check.problems();
    if (!problems.isEmpty()) {
      throw new HandlerFailed(
          "Properties validation failed for resource %s with message:%n%s"
              .formatted(declaration.logicalId(), String.join("\n", problems)));
    }
    return check.properties();
  }

  /** Returns a new resource with its IDs, before it is created. */
  StackResource named(ResourceDeclaration declaration, ObjectNode properties, Pseudo pseudo) {
    ObjectNode full = properties.deepCopy();
    NewIds ids = new NewIds(declaration.type(), declaration.logicalId(), full, pseudo);
    return new StackResource(
        declaration.logicalId(),
        declaration.type().name(),
        new StackResource.Names(ids.ref(), ids.key(), ids.attributes()),
        properties,
        StackResource.State.now("CREATE_IN_PROGRESS", null),
        StackResource.Policies.of(declaration),
        false,
        null);
  }

  /**
   * Returns whether ImportExistingResources imports it: a resource with the name in the template
   * exists, belongs to no stack, and the template retains it. The name must be literal, "dynamic
   * names (using !Ref or other functions) are not currently supported". Source: CloudFormation user
   * guide, "Import AWS resources into a CloudFormation stack automatically".
   */
  boolean isImported(Stack stack, ResourceDeclaration declaration, ObjectNode properties) {
    String name = declaration.type().naming().nameProperty();
    return declaration.properties().path(name).isTextual()
        && declaration.deletionPolicy().startsWith("Retain")
        && store
            .find(
                stack.place(),
                declaration.type().name(),
                named(declaration, properties, stack.pseudo()).key())
            .filter(live -> live.path(ResourceStore.OF_A_STACK).asText().isEmpty())
            .isPresent();
  }

  /**
   * Fails unless the principal of the stack's operation is allowed to do this with the resource.
   */
  void demand(Stack stack, StackResource resource, String operation) throws HandlerFailed {
    rights.demand(stack.caller(), stack.place(), resource, operation);
  }

  /** Marks a resource as belonging to a stack. */
  void markOwned(Stack stack, StackResource resource) {
    mark(stack.place(), resource, stack.id);
  }

  /** Marks a resource as retained by its stack. */
  void markRetained(AccountRegion place, StackResource resource) {
    mark(place, resource, "");
  }

  private void mark(AccountRegion place, StackResource resource, String stack) {
    store.edit(
        place, resource.type(), resource.key(), live -> live.put(ResourceStore.OF_A_STACK, stack));
  }

  /**
   * Returns a resource with the actual values of the readable properties in its template. Source:
   * CloudFormation user guide, "Using drift-aware change sets".
   */
  StackResource actual(AccountRegion place, StackResource resource) {
    ObjectNode properties = resource.properties().deepCopy();
    ObjectNode live = store.find(place, resource.type(), resource.key()).orElse(properties);
    for (var difference : ResourceDrift.of(place, resource, store).path("PropertyDifferences")) {
      String name = difference.path("PropertyPath").asText().split("/")[1];
      properties.remove(name);
      if (live.has(name)) {
        properties.set(name, live.get(name));
      }
    }
    return resource.with(properties);
  }

  /** Creates a resource and returns it, with the IDs that the service assigned. */
  StackResource create(AccountRegion place, StackResource resource)
      throws HandlerFailed, InterruptedException {
    failIfFaulty(resource);
    synchronized (this) {
      rules.beforeCreation(place, resource);
      if (resource.type().equals("AWS::ECS::TaskDefinition")) {
        String arn = world.registerTaskDefinition(place, full(place, resource));
        return resource.with(new StackResource.Names(arn, arn, Map.of("TaskDefinitionArn", arn)));
      }
      if (resource.type().equals(ResourceTypeNames.SERVICE)) {
        world.forgetService(place, resource.key());
      }
      ObjectNode full = full(place, resource);
      if (isOwn(resource)) {
        full.put("@ByStack", true); // its tasks start with its first deployment
      }
      store.put(place, resource.type(), resource.key(), full);
      if (resource.type().equals(ResourceTypeNames.SERVICE)) {
        PlannedNetwork.around(store, place, resource.properties());
      }
      world.resourcesChanged();
    }
    if (resource.type().equals(ResourceTypeNames.SERVICE)) {
      Optional<String> failure = stabilizationFailure(place, resource);
      if (failure.isPresent()) {
        delete(place, resource);
        throw HandlerFailed.of(failure.get(), "NotStabilized");
      }
    }
    return resource.type().equals(ResourceTypeNames.REPOSITORY)
        ? withRepositoryUri(place, resource)
        : resource;
  }

  private boolean isOwn(StackResource resource) {
    return resource.type().equals(ResourceTypeNames.SERVICE)
        && world.isDeployedByEcs(resource.properties());
  }

  /** Waits for a service to become steady, and returns why it does not, or empty. */
  private Optional<String> stabilizationFailure(AccountRegion place, StackResource resource)
      throws InterruptedException {
    if (isOwn(resource)) {
      return world.firstDeployment(place, resource.key(), STEADY);
    }
    return world.networkRefusal(place, resource.key()).isPresent()
            || !world.awaitSteady(place, resource.key(), STEADY)
        ? Optional.of("Exceeded attempts to wait")
        : Optional.empty();
  }

  /** Returns a repository with the URI of this machine's registry. */
  private StackResource withRepositoryUri(AccountRegion place, StackResource resource) {
    Map<String, String> attributes = new LinkedHashMap<>(resource.attributes());
    attributes.put("RepositoryUri", world.registryHost(place) + "/" + resource.key());
    return resource.with(
        new StackResource.Names(resource.physicalId(), resource.key(), attributes));
  }

  private void failIfFaulty(StackResource resource) throws HandlerFailed {
    Optional<String> failing =
        world.failing().filter(id -> id.equals(resource.logicalId()) || id.equals(resource.type()));
    if (failing.isPresent()) {
      boolean service = resource.type().equals("AWS::ECS::Service");
      throw HandlerFailed.of(
          service ? "Exceeded attempts to wait" : "Internal Failure",
          service ? "NotStabilized" : "InternalFailure");
    }
  }

  /** Returns the properties with the generated name and the attributes that the service assigns. */
  private ObjectNode full(AccountRegion place, StackResource resource) throws HandlerFailed {
    ObjectNode full = SecretReferences.resolved(store, place, resource.properties());
    ResourceType type = ResourceTypes.find(resource.type()).orElseThrow();
    String name = type.naming().nameProperty();
    if (!name.isEmpty() && !full.has(name)) {
      full.put(name, resource.attributes().get(name));
    }
    resource.attributes().forEach((attribute, value) -> full.put("@" + attribute, value));
    // The VPC of subnets that no stack created is known only by the security group.
    store
        .find(place, "AWS::EC2::SecurityGroup", full.at("/SecurityGroups/0").asText())
        .ifPresent(group -> full.set("@VpcId", group.path("VpcId")));
    return full;
  }

  /** Updates a resource's properties; those outside the template are not changed. */
  synchronized StackResource update(
      AccountRegion place, StackResource resource, ObjectNode properties) throws HandlerFailed {
    rules.beforeUpdate(place, resource.with(properties));
    ObjectNode live =
        store
            .find(place, resource.type(), resource.key())
            .orElseThrow(
                () ->
                    HandlerFailed.of(
                        "Resource of type '%s' with identifier '%s' was not found."
                            .formatted(resource.type(), resource.key()),
                        "NotFound"));
    resource
        .properties()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!properties.has(name)) {
                live.remove(name);
              }
            });
    if (resource.type().equals(ResourceTypeNames.PARAMETER)
        && !live.path("Value").equals(properties.path("Value"))) {
      live.put(Parameters.VERSION, live.path(Parameters.VERSION).asInt(1) + 1);
    }
    live.setAll(SecretReferences.resolved(store, place, properties));
    store.put(place, resource.type(), resource.key(), live);
    world.resourcesChanged();
    return resource.with(properties);
  }

  /** Deletes a resource; fails with its handler's error. */
  synchronized void delete(AccountRegion place, StackResource resource) throws HandlerFailed {
    if (resource.type().equals("AWS::ECS::TaskDefinition")) {
      world.deregisterTaskDefinition(place, resource.physicalId());
      return;
    }
    rules.beforeDeletion(place, resource);
    if (resource.type().equals(ResourceTypeNames.REPOSITORY)) {
      world.deleteRepository(place, resource.key());
    }
    store.remove(place, resource.type(), resource.key());
    world.resourcesChanged();
  }
}
