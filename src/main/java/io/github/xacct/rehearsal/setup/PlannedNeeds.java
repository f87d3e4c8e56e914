package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Lambda;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.readonly.SecretReference;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;

/** Creates the resources that a service's tasks and deployments refer to. */
final class PlannedNeeds {
  private static final int PARTS_OF_SECRET = 7;
  private static final String HOOKS = "hooks";
  private static final String VERSION = "2012-10-17";

  private final ResourceStore store;
  private final RehearsedService plan;
  private final AccountRegion place;

  PlannedNeeds(ResourceStore store, RehearsedService plan) {
    this.store = store;
    this.plan = plan;
    this.place = AccountRegion.of(plan);
  }

  void putLogGroups() {
    logGroup(plan.logGroup());
    plan.needs().logGroups().forEach(this::logGroup);
  }

  void put() {
    plan.needs().hooks().forEach(this::function);
    plan.functions().forEach(function -> function(function.name()));
    hooksOfService().forEach(this::function);
    plan.needs().topics().forEach(this::topic);
    for (String from : plan.needs().secrets()) {
      if (from.contains(":secretsmanager:")) {
        secret(from);
      } else {
        parameter(from);
      }
    }
  }

  /**
   * Returns the hook functions of this account and region in a service's ECS deployment
   * configuration.
   */
  private List<String> hooksOfService() {
    String here = place.arn("lambda", "function:");
    return store
        .find(place, ResourceTypeNames.SERVICE, ServiceKey.of(plan).id())
        .map(service -> service.at("/DeploymentConfiguration/LifecycleHooks"))
        .map(hooks -> hooks.findValuesAsText("HookTargetArn"))
        .orElse(List.of())
        .stream()
        .filter(arn -> arn.startsWith(here))
        .toList();
  }

  private void putNew(String type, String id, ObjectNode properties) {
    if (!store.has(place, type, id)) {
      store.put(place, type, id, properties);
    }
  }

  private void logGroup(String name) {
    putNew(
        ResourceTypeNames.LOG_GROUP,
        name,
        Json.object().put("LogGroupName", name).put("RetentionInDays", 30));
  }

  /** Creates a topic, unless it is of another account, which would need a topic policy. */
  private void topic(String arn) {
    if (arn.startsWith(place.arn("sns", ""))) {
      String name = arn.substring(arn.lastIndexOf(':') + 1);
      putNew(ResourceTypeNames.TOPIC, arn, Json.object().put("TopicName", name));
    }
  }

  private void function(String nameOrArn) {
    String name = Lambda.name(nameOrArn);
    ObjectNode function = Json.object().put("FunctionName", name).put("Runtime", "python3.12");
    function.put("Handler", "index.handler").put("Timeout", 60);
    function.put(
        "Role",
        "arn:%s:iam::%s:role/%s".formatted(place.region().partition(), place.account(), HOOKS));
    putNew(ResourceTypeNames.FUNCTION, name, function);
    if (!store.has(Identities.place(plan.account()), Identity.ROLE, HOOKS)) {
      store.put(Identities.place(plan.account()), Identity.ROLE, HOOKS, roleOfHooks());
    }
  }

  /**
   * Returns the role of hook functions: permissions to write logs and to report a hook's status.
   */
  private ObjectNode roleOfHooks() {
    ObjectNode role = Json.object().put("RoleName", HOOKS).put("Path", "/");
    ObjectNode trust =
        role.putObject("AssumeRolePolicyDocument")
            .put("Version", VERSION)
            .putArray("Statement")
            .addObject()
            .put("Effect", "Allow");
    trust.putObject("Principal").put("Service", "lambda.amazonaws.com");
    trust.put("Action", "sts:AssumeRole");
    ObjectNode report =
        role.putArray("Policies")
            .addObject()
            .put("PolicyName", "report")
            .putObject("PolicyDocument")
            .put("Version", VERSION)
            .putArray("Statement")
            .addObject()
            .put("Effect", "Allow");
    report
        .putArray("Action")
        .add("codedeploy:PutLifecycleEventHookExecutionStatus")
        .add("logs:CreateLogGroup")
        .add("logs:CreateLogStream")
        .add("logs:PutLogEvents");
    report.put("Resource", "*");
    return role;
  }

  /**
   * Creates the secret of a {@code valueFrom}, whose ARN may end in {@code
   * :json-key:version-stage:version-id} and may omit the six random characters. Several variables
   * may use one secret.
   */
  private void secret(String from) {
    String[] parts = from.split(":", -1);
    String reference = SecretReference.arn(from);
    String name = parts[PARTS_OF_SECRET - 1].replaceFirst("-[A-Za-z0-9]{6}$", "");
    String arn = parts[PARTS_OF_SECRET - 1].equals(name) ? reference + "-Rehear" : reference;
    putNew(
        ResourceTypeNames.SECRET, arn, Json.object().put("Name", name).put("SecretString", "{}"));
    SecretReference.key(from)
        .ifPresent(key -> store.edit(place, ResourceTypeNames.SECRET, arn, p -> addKey(p, key)));
  }

  private static void addKey(ObjectNode secret, String key) {
    secret.put("SecretString", SecretReference.withKey(secret.path("SecretString").asText(), key));
  }

  private void parameter(String from) {
    String name = from.contains(":parameter/") ? from.replaceFirst("^.*:parameter", "") : from;
    // Only a hierarchical name begins with a slash.
    String id = name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    ObjectNode parameter = Json.object().put("Name", id).put("Type", "SecureString");
    putNew(ResourceTypeNames.PARAMETER, id, parameter.put("Value", "rehearsal"));
  }
}
