package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.codedeploy.DeploymentGroup;
import io.github.xacct.rehearsal.codedeploy.ShiftPlan;
import io.github.xacct.rehearsal.ecr.Repositories;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The changes that a {@link SetUpFault} can make to the resources of one service. */
public final class FaultyAccount {
  /** An account that is not part of the rehearsal. */
  static final String STRANGER = "999999999999";

  private static final String CANARY = "CodeDeployDefault.ECSCanary10Percent5Minutes";

  private final RehearsalPlan plan;
  private final RehearsedService service;
  private final ResourceStore store;
  private final AccountRegion place;
  private final Repositories repositories;
  private final RestoredVersions lastGood;

  /** The change that a fault makes to an account. */
  public interface Edit {
    void of(FaultyAccount account);
  }

  public FaultyAccount(
      RehearsalPlan plan,
      RehearsedService service,
      ResourceStore store,
      Repositories repositories,
      RestoredVersions lastGood) {
    this.plan = plan;
    this.service = service;
    this.store = store;
    this.place = AccountRegion.of(service);
    this.repositories = repositories;
    this.lastGood = lastGood;
  }

  FaultyRoles roles() {
    return new FaultyRoles(plan, store, deployRole());
  }

  FaultyNetwork network() {
    return new FaultyNetwork(
        store,
        place,
        store.find(place, ResourceTypeNames.SERVICE, serviceId()).orElseGet(Json::object));
  }

  FaultyRepository repository() {
    return new FaultyRepository(plan, service, repositories, lastGood);
  }

  /** Changes nothing: the fault is in the caller's credentials or in what is deployed. */
  void noChange() {}

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

  /** Returns the CodeDeploy role of the deployment group, which a stack may have created. */
  String codeDeployRole() {
    return currentGroup()
        .map(DeploymentGroup::serviceRole)
        .orElseGet(() -> PlannedIdentities.codeDeployRole(service).toString());
  }

  private Optional<DeploymentGroup> currentGroup() {
    return DeploymentGroup.find(store, place, service.application(), service.deploymentGroup());
  }

  void edit(String type, String id, Consumer<ObjectNode> change) {
    store.edit(place, type, id, change);
  }

  void remove(String type, String id) {
    store.remove(place, type, id);
  }

  /** Removes the first resource of a type. */
  void removeFirst(String type) {
    store.all(place, type).keySet().stream().findFirst().ifPresent(id -> remove(type, id));
  }

  void editFirst(String type, Consumer<ObjectNode> change) {
    store.all(place, type).keySet().stream().findFirst().ifPresent(id -> edit(type, id, change));
  }

  void service(Consumer<ObjectNode> change) {
    edit(ResourceTypeNames.SERVICE, serviceId(), change);
  }

  void group(Consumer<ObjectNode> change) {
    edit(ResourceTypeNames.DEPLOYMENT_GROUP, groupId(), change);
  }

  void alarms(Consumer<String> each) {
    currentGroup().stream().flatMap(g -> g.alarms().stream()).forEach(each);
  }

  void forServers() {
    edit(
        ResourceTypeNames.APPLICATION,
        service.application(),
        p -> p.put("ComputePlatform", "Server"));
  }

  void removeConfiguration() {
    String name = service.deploymentConfiguration();
    remove(ResourceTypeNames.DEPLOYMENT_CONFIG, name);
    if (ShiftPlan.PREDEFINED.contains(name)) {
      group(p -> p.put("DeploymentConfigName", "deleted-configuration"));
    }
  }

  void retireLastGood() {
    lastGood.of(ServiceKey.of(service)).ifPresent(lastGood::retire);
  }

  void removeLogGroups() {
    remove(ResourceTypeNames.LOG_GROUP, service.logGroup());
    service.needs().logGroups().forEach(name -> remove(ResourceTypeNames.LOG_GROUP, name));
  }

  /** Returns the target group of the pair that does not receive production traffic. */
  String greensGroup() {
    String blues =
        store
            .find(place, ResourceTypeNames.SERVICE, serviceId())
            .map(p -> p.at("/LoadBalancers/0/TargetGroupArn").asText())
            .orElse("");
    List<String> pair = currentGroup().map(DeploymentGroup::targetGroups).orElse(List.of());
    return store.all(place, ResourceTypeNames.TARGET_GROUP).entrySet().stream()
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

  /** Forwards a listener to a target group that is in no deployment group. */
  void pointElsewhere(String listener) {
    String other = arn("elasticloadbalancing", "targetgroup/another/0123456789abcdef");
    store
        .find(place, ResourceTypeNames.TARGET_GROUP, greensGroup())
        .ifPresent(
            like ->
                store.put(
                    place, ResourceTypeNames.TARGET_GROUP, other, like.put("Name", "another")));
    edit(
        ResourceTypeNames.LISTENER,
        listener,
        p ->
            p.putArray("DefaultActions")
                .addObject()
                .put("Type", "forward")
                .put("TargetGroupArn", other));
  }

  /** Changes the listeners to HTTPS or TLS with a certificate that a consumer completes. */
  void secure(Consumer<ObjectNode> change) {
    String arn = arn("acm", "certificate/0f3e7a52-0000-4000-8000-0123456789ab");
    ObjectNode certificate = Json.object();
    change.accept(certificate);
    for (String listener :
        Stream.concat(Stream.of(productionListener()), testListener().stream()).toList()) {
      edit(
          ResourceTypeNames.LISTENER,
          listener,
          p -> {
            p.put("Protocol", listener.contains(":listener/net/") ? "TLS" : "HTTPS");
            p.putArray("Certificates").addObject().put("CertificateArn", arn);
          });
    }
    store.put(place, ResourceTypeNames.CERTIFICATE, arn, certificate);
  }

  void answerByItself() {
    edit(
        ResourceTypeNames.LISTENER,
        productionListener(),
        p ->
            p.putArray("DefaultActions")
                .addObject()
                .put("Type", "fixed-response")
                .putObject("FixedResponseConfig")
                .put("StatusCode", "503"));
  }

  void removeTestListener() {
    testListener().ifPresent(arn -> remove(ResourceTypeNames.LISTENER, arn));
    group(
        p ->
            ((ObjectNode) p.at("/LoadBalancerInfo/TargetGroupPairInfoList/0"))
                .remove("TestTrafficRoute"));
  }

  /**
   * Changes the load balancer to a Network Load Balancer, with a canary configuration in the
   * deployment group unless the environment specifies one.
   */
  void networkLoadBalancer() {
    String loadBalancer =
        store
            .find(place, ResourceTypeNames.LISTENER, productionListener())
            .map(p -> p.path("LoadBalancerArn").asText())
            .orElse("");
    edit(ResourceTypeNames.LOAD_BALANCER, loadBalancer, p -> p.put("Type", "network"));
    if (service.deploymentConfiguration().equals("CodeDeployDefault.ECSAllAtOnce")) {
      group(p -> p.put("DeploymentConfigName", CANARY));
    }
  }
}
