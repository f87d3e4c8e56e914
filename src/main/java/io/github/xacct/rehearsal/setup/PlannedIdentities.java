package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Creates the initial users and roles of a plan's accounts: the builder, and for each service the
 * roles that the documentation requires, with the documentation's own policies.
 */
public final class PlannedIdentities {
  private static final String BUILDER = "xacct-rehearsal-build";
  private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final String TASK_EXECUTION =
      "policy/service-role/AmazonECSTaskExecutionRolePolicy";
  private static final String VERSION = "2012-10-17";

  private final RehearsalPlan plan;
  private final ResourceStore store;

  private PlannedIdentities(RehearsalPlan plan, ResourceStore store) {
    this.plan = plan;
    this.store = store;
  }

  /** Creates the users and roles, except those that a stack created. */
  public static void put(RehearsalPlan plan, ResourceStore store) {
    putUser(store, plan.toolsAccount(), BUILDER);
    var identities = new PlannedIdentities(plan, store);
    plan.services().stream()
        .filter(
            s -> !store.has(AccountRegion.of(s), ResourceTypeNames.SERVICE, ServiceKey.of(s).id()))
        .forEach(identities::put);
  }

  /** Creates a user with AdministratorAccess. */
  static void putUser(ResourceStore store, AccountId account, String name) {
    ObjectNode user = Json.object().put("UserName", name);
    user.putArray("ManagedPolicyArns").add(ADMINISTRATOR);
    store.put(Identities.place(account), Identity.USER, name, user);
  }

  static String builderArn(RehearsalPlan plan) {
    return userArn(plan, plan.toolsAccount(), BUILDER);
  }

  static String userArn(RehearsalPlan plan, AccountId account, String name) {
    return "arn:%s:iam::%s:user/%s".formatted(plan.toolsRegion().partition(), account, name);
  }

  /** Returns the CodeDeploy role of a service. */
  static RoleArn codeDeployRole(RehearsedService service) {
    return new RoleArn(
        service.region().partition(), service.account(), service.service() + "-codedeploy");
  }

  /** Returns the execution role of a service's tasks. */
  static RoleArn executionRole(RehearsedService service) {
    String partition = service.region().partition();
    return service
        .executionRole()
        .orElseGet(() -> new RoleArn(partition, service.account(), "ecsTaskExecutionRole"));
  }

  private void put(RehearsedService service) {
    service.role().ifPresent(role -> putDeployRole(service, role));
    ObjectNode execution = shared(executionRole(service), trustOf("ecs-tasks", service));
    String managed = "arn:" + service.region().partition() + ":iam::aws:" + TASK_EXECUTION;
    ArrayNode attached = execution.withArray("/ManagedPolicyArns");
    if (!Json.textsOf(attached).contains(managed)) {
      attached.add(managed);
    }
    addPolicy(execution, "secrets", document("execution-role.json", service));
    put(executionRole(service), execution);
    service.taskRole().ifPresent(role -> put(role, shared(role, trustOf("ecs-tasks", service))));
    if (service.ecsDeployment().isPresent()) {
      putRolesOfEcs(service);
      return;
    }
    ObjectNode codeDeploy = shared(codeDeployRole(service), trustOf("codedeploy", service));
    addPolicy(codeDeploy, "deploy", document("codedeploy-role.json", service));
    put(codeDeployRole(service), codeDeploy);
  }

  private void putRolesOfEcs(RehearsedService service) {
    RoleArn infrastructure = PlannedEcsDeployment.infrastructureRole(service);
    ObjectNode balancer = role(infrastructure, trustOf("ecs", service));
    addPolicy(balancer, "load-balancer", document("infrastructure-role.json", service));
    put(infrastructure, balancer);
    RoleArn hook = PlannedEcsDeployment.hookRole(service);
    ObjectNode hooks = role(hook, trustOf("ecs", service));
    addPolicy(hooks, "hooks", document("hook-role.json", service));
    put(hook, hooks);
  }

  /**
   * Creates the deploy role of a service, or adds the service's policy if services of the account
   * share it.
   */
  private void putDeployRole(RehearsedService service, RoleArn role) {
    ObjectNode properties =
        store
            .find(Identities.place(role.account()), Identity.ROLE, role.name())
            .orElseGet(() -> role(role, Json.array()));
    properties.withArray("/AssumeRolePolicyDocument/Statement").add(trustOfBuilder(service));
    addPolicy(
        properties, "deploy-" + service.environment(), document(deployRole(service), service));
    addPolicy(properties, "preflight-" + service.environment(), preflight(service));
    addPolicy(
        properties, "other-tools-" + service.environment(), document("other-tools.json", service));
    put(role, properties);
  }

  /**
   * Returns the preflight policy, with the roles of the ECS deployment controller if the service
   * uses it.
   */
  private static ObjectNode preflight(RehearsedService service) {
    ObjectNode document = document("preflight.json", service);
    if (service.ecsDeployment().isPresent()) {
      document
          .withArray("/Statement/0/Resource")
          .add(PlannedEcsDeployment.infrastructureRole(service).toString())
          .add(PlannedEcsDeployment.hookRole(service).toString());
    }
    return document;
  }

  private static String deployRole(RehearsedService service) {
    return service.ecsDeployment().isPresent() ? "deploy-role-ecs.json" : "deploy-role.json";
  }

  private void put(RoleArn role, ObjectNode properties) {
    store.plan(Identities.place(role.account()), Identity.ROLE, role.name(), properties);
  }

  private static ObjectNode role(RoleArn role, ArrayNode trust) {
    String path = role.pathAndName().substring(0, role.pathAndName().lastIndexOf('/') + 1);
    ObjectNode properties = Json.object().put("RoleName", role.name()).put("Path", "/" + path);
    properties
        .putObject("AssumeRolePolicyDocument")
        .put("Version", VERSION)
        .set("Statement", trust);
    properties.putArray("Policies");
    return properties;
  }

  /**
   * Returns a role with additional trust statements; services may share a role, which has the
   * policies of all.
   */
  private ObjectNode shared(RoleArn role, ArrayNode trust) {
    ObjectNode properties =
        store
            .find(Identities.place(role.account()), Identity.ROLE, role.name())
            .orElseGet(() -> role(role, Json.array()));
    ArrayNode statements = properties.withArray("/AssumeRolePolicyDocument/Statement");
    for (JsonNode statement : trust) {
      if (Json.stream(statements).noneMatch(statement::equals)) {
        statements.add(statement);
      }
    }
    return properties;
  }

  /** Adds a policy under a name that the role does not have yet, unless it has the same policy. */
  private static void addPolicy(ObjectNode role, String wanted, ObjectNode document) {
    ArrayNode policies = role.withArray("/Policies");
    List<String> names = policies.findValuesAsText("PolicyName");
    if (names.contains(wanted)
        && Json.stream(policies).anyMatch(p -> p.path("PolicyDocument").equals(document))) {
      return;
    }
    String name = names.contains(wanted) ? wanted + "-" + (names.size() + 1) : wanted;
    role.withArray("/Policies").addObject().put("PolicyName", name).set("PolicyDocument", document);
  }

  private static ArrayNode trustOf(String aws, RehearsedService service) {
    ObjectNode statement = Json.object().put("Effect", "Allow");
    statement.putObject("Principal").put("Service", aws + ".amazonaws.com");
    statement.put("Action", "sts:AssumeRole");
    statement
        .putObject("Condition")
        .putObject("StringEquals")
        .put("aws:SourceAccount", service.account().value());
    return Json.array().add(statement);
  }

  /**
   * Returns a trust policy of the tools account's root, restricted to the builder by a condition.
   * Unlike a principal with the builder's ARN, it stays valid if the builder is created again or
   * does not exist yet.
   */
  private ObjectNode trustOfBuilder(RehearsedService service) {
    boolean denied = plan.faults().contains(Fault.ROLE_DENIED);
    String root =
        "arn:" + plan.toolsRegion().partition() + ":iam::" + plan.toolsAccount() + ":root";
    ObjectNode statement = Json.object().put("Effect", "Allow");
    statement
        .putObject("Principal")
        .put("AWS", denied ? service.role().orElseThrow() + "-nobody" : root);
    ArrayNode actions = statement.putArray("Action").add("sts:AssumeRole");
    if (service.sessionTags()) {
      actions.add("sts:TagSession");
    }
    ObjectNode condition = statement.putObject("Condition");
    List<String> builders =
        Stream.concat(
                Stream.of(builderArn(plan)), plan.builderRole().map(RoleArn::toString).stream())
            .toList();
    condition.putObject("ArnEquals").set("aws:PrincipalArn", Json.texts(builders));
    service
        .externalId()
        .ifPresent(id -> condition.putObject("StringEquals").put("sts:ExternalId", id));
    return statement;
  }

  /** Returns the first topic of a service; a default name if it has none. */
  private static String topic(RehearsedService service) {
    return service.needs().topics().stream()
        .findFirst()
        .orElseGet(() -> AccountRegion.of(service).arn("sns", service.service()));
  }

  /** Returns a policy document of the class path with a service's names filled in. */
  public static ObjectNode document(String file, RehearsedService service) {
    Map<String, String> names = new TreeMap<>();
    names.put("{partition}", service.region().partition());
    names.put("{region}", service.region().id());
    names.put("{account}", service.account().value());
    names.put("{cluster}", service.cluster());
    names.put("{service}", service.service());
    names.put("{application}", service.application());
    names.put("{deploymentGroup}", service.deploymentGroup());
    names.put("{family}", service.family());
    names.put("{logGroup}", service.logGroup());
    names.put("{topic}", topic(service));
    names.put("{deployRole}", service.role().map(RoleArn::toString).orElse("*"));
    names.put("{codeDeployRole}", codeDeployRole(service).toString());
    names.put("{executionRole}", executionRole(service).toString());
    names.put("{taskRole}", service.taskRole().orElse(executionRole(service)).toString());
    try (InputStream in = PlannedIdentities.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> name : names.entrySet()) {
        text = text.replace(name.getKey(), name.getValue());
      }
      return (ObjectNode) Json.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
