package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A deployment group: its service, target groups, listeners, waiting times, alarms and rollback
 * events. Source: CloudFormation user guide, AWS::CodeDeploy::DeploymentGroup.
 *
 * @param properties with CloudFormation's names
 */
public record DeploymentGroup(
    AccountRegion place, String application, String name, ObjectNode properties) {
  private static final String DEFAULT_CONFIGURATION = "CodeDeployDefault.ECSAllAtOnce";

  public static String id(String application, String name) {
    return application + "/" + name;
  }

  public static Optional<DeploymentGroup> find(
      ResourceStore store, AccountRegion place, String application, String name) {
    return store
        .find(place, ResourceTypeNames.DEPLOYMENT_GROUP, id(application, name))
        .map(properties -> new DeploymentGroup(place, application, name, properties));
  }

  /** Returns the deployment groups of an account in a region. */
  static List<DeploymentGroup> in(ResourceStore store, AccountRegion place) {
    List<DeploymentGroup> groups = new ArrayList<>();
    store
        .all(place, ResourceTypeNames.DEPLOYMENT_GROUP)
        .forEach(
            (id, p) -> {
              String name = p.path("DeploymentGroupName").asText();
              String application = id.substring(0, id.length() - name.length() - 1);
              groups.add(new DeploymentGroup(place, application, name, p));
            });
    return groups;
  }

  /** Returns the deployment group of a service, of which AWS allows only one. */
  static Optional<DeploymentGroup> of(ResourceStore store, ServiceKey service) {
    return in(store, service.place()).stream()
        .filter(g -> g.service().equals(Optional.of(service)))
        .findFirst();
  }

  /** Returns the service that it deploys; empty for a group of servers. */
  Optional<ServiceKey> service() {
    JsonNode service = properties.at("/ECSServices/0");
    return service.isObject()
        ? Optional.of(
            new ServiceKey(
                place,
                AccountRegion.nameIn(service.path("ClusterName").asText()),
                AccountRegion.nameIn(service.path("ServiceName").asText())))
        : Optional.empty();
  }

  String configuration() {
    return properties.path("DeploymentConfigName").asText(DEFAULT_CONFIGURATION);
  }

  public String serviceRole() {
    return properties.path("ServiceRoleArn").asText();
  }

  boolean blueGreen() {
    return properties.at("/DeploymentStyle/DeploymentType").asText().equals("BLUE_GREEN");
  }

  boolean trafficControl() {
    return properties
        .at("/DeploymentStyle/DeploymentOption")
        .asText()
        .equals("WITH_TRAFFIC_CONTROL");
  }

  /** Returns the minutes to wait in Ready; empty if traffic is rerouted immediately. */
  Optional<Integer> readyWait() {
    JsonNode ready = properties.at("/BlueGreenDeploymentConfiguration/DeploymentReadyOption");
    return ready.path("ActionOnTimeout").asText().equals("STOP_DEPLOYMENT")
        ? Optional.of(ready.path("WaitTimeInMinutes").asInt())
        : Optional.empty();
  }

  /** Returns the minutes until the original task set is terminated. */
  int terminationWait() {
    return properties
        .at(
            "/BlueGreenDeploymentConfiguration/TerminateBlueInstancesOnDeploymentSuccess"
                + "/TerminationWaitTimeInMinutes")
        .asInt(0);
  }

  /** Returns the events of automatic rollbacks. */
  List<String> rollbackEvents() {
    JsonNode rollback = properties.path("AutoRollbackConfiguration");
    return rollback.path("Enabled").asBoolean() ? Json.textsOf(rollback.path("Events")) : List.of();
  }

  /** Returns the names of the alarms that stop a deployment. */
  public List<String> alarms() {
    JsonNode alarms = properties.path("AlarmConfiguration");
    return alarms.path("Enabled").asBoolean()
        ? alarms.path("Alarms").findValuesAsText("Name")
        : List.of();
  }

  /** Returns the names of the two target groups. */
  public List<String> targetGroups() {
    return pair().path("TargetGroups").findValuesAsText("Name");
  }

  /** Returns the ARN of the production listener. */
  public Optional<String> productionListener() {
    return Optional.ofNullable(pair().at("/ProdTrafficRoute/ListenerArns/0").textValue());
  }

  /** Returns the ARN of the test listener; empty if there is none. */
  public Optional<String> testListener() {
    return Optional.ofNullable(pair().at("/TestTrafficRoute/ListenerArns/0").textValue());
  }

  private JsonNode pair() {
    return properties.at("/LoadBalancerInfo/TargetGroupPairInfoList/0");
  }
}
