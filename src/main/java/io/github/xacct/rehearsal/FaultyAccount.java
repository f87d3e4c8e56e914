package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a {@link SetUpFault} can change around one service. */
final class FaultyAccount {
  /** An account that nobody here has. */
  static final String STRANGER = "999999999999";

  private static final String CANARY = "CodeDeployDefault.ECSCanary10Percent5Minutes";

  private final RehearsalPlan plan;
  private final RehearsedService service;
  private final Estate estate;
  private final Place place;
  private final Repositories repositories;
  private final LastGoods lastGoods;

  /** What only a rehearsal that has run before can have. */
  interface LastGoods {
    /** What a rollback of the service would go back to. */
    Optional<TaskDefinition> of(ServiceKey service);

    /** What runs. */
    Optional<TaskDefinition> running(ServiceKey service);

    void retire(Place place, TaskDefinition definition);
  }

  /** What a fault does. */
  interface Edit {
    void of(FaultyAccount account);
  }

  FaultyAccount(
      RehearsalPlan plan,
      RehearsedService service,
      Estate estate,
      Repositories repositories,
      LastGoods lastGoods) {
    this.plan = plan;
    this.service = service;
    this.estate = estate;
    this.place = Place.of(service);
    this.repositories = repositories;
    this.lastGoods = lastGoods;
  }

  /** Nothing stands wrongly: the fault is in who asks, or in what was pushed. */
  void elsewhere() {}

  String account() {
    return service.account().value();
  }

  String cluster() {
    return service.cluster();
  }

  String serviceId() {
    return ServiceKey.of(service).id();
  }

  String groupId() {
    return DeploymentGroup.id(service.application(), service.deploymentGroup());
  }

  String arn(String aws, String resource) {
    return place.arn(aws, resource);
  }

  String rootOf(String account) {
    return "arn:" + place.region().partition() + ":iam::" + account + ":root";
  }

  String deployRole() {
    return service.role().map(RoleArn::toString).orElse("");
  }

  String executionRole() {
    return PlannedIdentities.executionRole(service).toString();
  }

  Optional<String> taskRole() {
    return service.taskRole().map(RoleArn::toString);
  }

  /** As the deployment group names it, which a stack may have made. */
  String codeDeployRole() {
    return currentGroup()
        .map(DeploymentGroup::serviceRole)
        .orElseGet(() -> PlannedIdentities.codeDeployRole(service).toString());
  }

  private Optional<DeploymentGroup> currentGroup() {
    return DeploymentGroup.find(estate, place, service.application(), service.deploymentGroup());
  }

  void edit(String type, String id, Consumer<ObjectNode> change) {
    estate.edit(place, type, id, change);
  }

  void remove(String type, String id) {
    estate.remove(place, type, id);
  }

  /** One of those that the plan's task names. */
  void removeFirst(String type) {
    estate.all(place, type).keySet().stream().findFirst().ifPresent(id -> remove(type, id));
  }

  void editFirst(String type, Consumer<ObjectNode> change) {
    estate.all(place, type).keySet().stream().findFirst().ifPresent(id -> edit(type, id, change));
  }

  void service(Consumer<ObjectNode> change) {
    edit(Type.SERVICE, serviceId(), change);
  }

  void behindLoadBalancer(Consumer<ObjectNode> change) {
    service(p -> p.path("LoadBalancers").forEach(lb -> change.accept((ObjectNode) lb)));
  }

  void group(Consumer<ObjectNode> change) {
    edit(Type.DEPLOYMENT_GROUP, groupId(), change);
  }

  void alarms(Consumer<String> each) {
    currentGroup().stream().flatMap(g -> g.alarms().stream()).forEach(each);
  }

  void forServers() {
    edit(Type.APPLICATION, service.application(), p -> p.put("ComputePlatform", "Server"));
  }

  void removeConfiguration() {
    String name = service.deploymentConfiguration();
    remove(Type.DEPLOYMENT_CONFIG, name);
    if (ShiftPlan.PREDEFINED.contains(name)) {
      group(p -> p.put("DeploymentConfigName", "deleted-configuration"));
    }
  }

  void repository(Consumer<ObjectNode> change) {
    plan.repository().ifPresent(name -> repositories.edit(name, change));
  }

  void removeRepository() {
    plan.repository().ifPresent(repositories::remove);
  }

  void keepOneImage() {
    String policy =
        "{\"rules\":[{\"rulePriority\":1,\"description\":\"the newest\",\"selection\":{"
            + "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1},"
            + "\"action\":{\"type\":\"expire\"}}]}";
    repository(p -> p.putObject("LifecyclePolicy").put("LifecyclePolicyText", policy));
  }

  void replaceInRepositoryPolicy(String part, String by) {
    repository(
        p -> {
          String text = IamPolicy.text(p.path("RepositoryPolicyText"));
          p.put("RepositoryPolicyText", text.replace(part, by));
        });
  }

  void denyInRepositoryPolicy() {
    repository(
        p -> {
          ObjectNode policy = parse(IamPolicy.text(p.path("RepositoryPolicyText")));
          ObjectNode deny = policy.withArray("/Statement").addObject();
          deny.put("Sid", "Freeze").put("Effect", "Deny").put("Principal", "*");
          deny.putArray("Action").add("ecr:BatchGetImage").add("ecr:GetDownloadUrlForLayer");
          ObjectNode condition = deny.putObject("Condition").putObject("StringEquals");
          condition.put("aws:PrincipalAccount", account());
          p.put("RepositoryPolicyText", policy.toString());
        });
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) Nodes.JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hides all but what a rollback goes back to, for which there is a fault of its own. */
  void hideImages() {
    List<String> kept =
        lastGoods.of(ServiceKey.of(service)).stream().flatMap(d -> digests(d).stream()).toList();
    repository(
        p -> {
          p.put("@AllGone", true);
          p.set("@Kept", Nodes.texts(kept));
        });
  }

  void hideLastGood() {
    Set<String> running =
        lastGoods.running(ServiceKey.of(service)).map(FaultyAccount::digests).orElse(Set.of());
    lastGoods
        .of(ServiceKey.of(service))
        .ifPresent(
            last -> {
              List<String> gone = new ArrayList<>(digests(last));
              gone.removeAll(running);
              repository(p -> p.set("@Gone", Nodes.texts(gone)));
            });
  }

  void retireLastGood() {
    lastGoods
        .of(ServiceKey.of(service))
        .ifPresent(definition -> lastGoods.retire(place, definition));
  }

  private static Set<String> digests(TaskDefinition definition) {
    Set<String> digests = new java.util.TreeSet<>();
    for (JsonNode container : definition.containers()) {
      String image = container.path("image").asText();
      if (image.contains("@")) {
        digests.add(image.substring(image.indexOf('@') + 1));
      }
    }
    return digests;
  }

  void removeLogGroups() {
    remove(Type.LOG_GROUP, service.logGroup());
    service.needs().logGroups().forEach(name -> remove(Type.LOG_GROUP, name));
  }

  /** The target group of the pair that does not serve now. */
  String greensGroup() {
    String blues =
        estate
            .find(place, Type.SERVICE, serviceId())
            .map(p -> p.at("/LoadBalancers/0/TargetGroupArn").asText())
            .orElse("");
    List<String> pair = currentGroup().map(DeploymentGroup::targetGroups).orElse(List.of());
    return estate.all(place, Type.TARGET_GROUP).entrySet().stream()
        .filter(e -> pair.contains(e.getValue().path("Name").asText()))
        .map(Map.Entry::getKey)
        .filter(arn -> !arn.equals(blues))
        .findFirst()
        .orElse("");
  }

  String productionListener() {
    return currentGroup().flatMap(DeploymentGroup::productionListener).orElse("");
  }

  Optional<String> testListener() {
    return currentGroup().flatMap(DeploymentGroup::testListener);
  }

  /** To a target group of no deployment group. */
  void pointElsewhere(String listener) {
    String other = arn("elasticloadbalancing", "targetgroup/another/0123456789abcdef");
    estate
        .find(place, Type.TARGET_GROUP, greensGroup())
        .ifPresent(
            like -> estate.put(place, Type.TARGET_GROUP, other, like.put("Name", "another")));
    edit(
        Type.LISTENER,
        listener,
        p ->
            p.putArray("DefaultActions")
                .addObject()
                .put("Type", "forward")
                .put("TargetGroupArn", other));
  }

  void answerByItself() {
    edit(
        Type.LISTENER,
        productionListener(),
        p ->
            p.putArray("DefaultActions")
                .addObject()
                .put("Type", "fixed-response")
                .putObject("FixedResponseConfig")
                .put("StatusCode", "503"));
  }

  void removeTestListener() {
    testListener().ifPresent(arn -> remove(Type.LISTENER, arn));
    group(
        p ->
            ((ObjectNode) p.at("/LoadBalancerInfo/TargetGroupPairInfoList/0"))
                .remove("TestTrafficRoute"));
  }

  /** Of a configuration that the environment itself names, the deployment takes that. */
  void networkLoadBalancer() {
    String loadBalancer =
        estate
            .find(place, Type.LISTENER, productionListener())
            .map(p -> p.path("LoadBalancerArn").asText())
            .orElse("");
    edit(Type.LOAD_BALANCER, loadBalancer, p -> p.put("Type", "network"));
    if (service.deploymentConfiguration().equals("CodeDeployDefault.ECSAllAtOnce")) {
      group(p -> p.put("DeploymentConfigName", CANARY));
    }
  }

  private void role(String arn, Consumer<ObjectNode> change) {
    if (!arn.isEmpty()) {
      estate.edit(
          Identities.place(new AccountId(Iam.account(arn))), Type.ROLE, Place.nameIn(arn), change);
    }
  }

  void removeRole(String arn) {
    if (!arn.isEmpty()) {
      estate.remove(
          Identities.place(new AccountId(Iam.account(arn))), Type.ROLE, Place.nameIn(arn));
    }
  }

  /** Each statement of the deploy role's trust policy. */
  void trust(Consumer<ObjectNode> change) {
    role(
        deployRole(),
        p ->
            p.at("/AssumeRolePolicyDocument/Statement")
                .forEach(statement -> change.accept((ObjectNode) statement)));
  }

  void trustService(String role, String principal) {
    role(
        role,
        p ->
            p.at("/AssumeRolePolicyDocument/Statement")
                .forEach(s -> ((ObjectNode) s).putObject("Principal").put("Service", principal)));
  }

  /** Takes an action out of all statements of a role's own policies. */
  void forbid(String role, String action) {
    role(
        role,
        p ->
            statements(p)
                .forEach(
                    s -> {
                      ArrayNode kept = Nodes.array();
                      actions(s).stream().filter(a -> !a.equals(action)).forEach(kept::add);
                      s.set("Action", kept);
                    }));
    // A statement without any action is none.
    role(
        role,
        p ->
            p.path("Policies")
                .forEach(
                    policy -> {
                      ArrayNode list = (ArrayNode) policy.at("/PolicyDocument/Statement");
                      for (int i = list.size() - 1; i >= 0; i--) {
                        if (list.get(i).path("Action").isEmpty()) {
                          list.remove(i);
                        }
                      }
                    }));
  }

  /** Changes the statements that allow an action. */
  void statement(String role, String action, Consumer<ObjectNode> change) {
    role(
        role, p -> statements(p).stream().filter(s -> actions(s).contains(action)).forEach(change));
  }

  private static List<ObjectNode> statements(ObjectNode role) {
    List<ObjectNode> statements = new ArrayList<>();
    role.path("Policies")
        .forEach(
            policy ->
                policy
                    .at("/PolicyDocument/Statement")
                    .forEach(s -> statements.add((ObjectNode) s)));
    return statements;
  }

  private static List<String> actions(ObjectNode statement) {
    JsonNode actions = statement.path("Action");
    return actions.isTextual() ? List.of(actions.asText()) : Nodes.textsOf(actions);
  }

  void deny(String role, String action, String resource) {
    role(role, p -> addDeny(p, action, resource));
  }

  /** The builder is a user, or a session of the plan's builder role. */
  void denyBuilder(String action, String resource) {
    Place home = Identities.place(plan.toolsAccount());
    estate.edit(
        home,
        Identity.USER,
        Place.nameIn(PlannedIdentities.builderArn(plan)),
        p -> addDeny(p, action, resource));
    plan.builderRole().ifPresent(role -> deny(role.toString(), action, resource));
  }

  private static void addDeny(ObjectNode identity, String action, String resource) {
    ObjectNode document =
        identity
            .withArray("/Policies")
            .addObject()
            .put("PolicyName", "deny")
            .putObject("PolicyDocument")
            .put("Version", "2012-10-17");
    ObjectNode statement = document.putArray("Statement").addObject().put("Sid", "Deny");
    statement.put("Effect", "Deny").put("Action", action).put("Resource", resource);
  }
}
