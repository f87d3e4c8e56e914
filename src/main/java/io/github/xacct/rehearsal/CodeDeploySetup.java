package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The calls about what stands before any deployment: applications, groups, configurations. */
final class CodeDeploySetup {
  private final CodeDeployNames named;
  private final Deployments deployments;
  private final Set<Fault> faults;

  CodeDeploySetup(CodeDeployNames named, Deployments deployments, Set<Fault> faults) {
    this.named = named;
    this.deployments = deployments;
    this.faults = faults;
  }

  ObjectNode getApplication(Call call) {
    RunningService any = named.application(call).get(0);
    ObjectNode answer = Nodes.object();
    answer
        .putObject("application")
        .put(
            "applicationId",
            UUID.nameUUIDFromBytes(any.plan.application().getBytes(StandardCharsets.UTF_8))
                .toString())
        .put("applicationName", any.plan.application())
        .put("createTime", Nodes.time(any.createdAt))
        .put("linkedToGitHub", false)
        .put("computePlatform", "ECS");
    return answer;
  }

  ObjectNode listApplications(Call call) {
    List<String> names =
        named.visible(call).stream().map(s -> s.plan.application()).distinct().sorted().toList();
    return ListPage.of(call, "applications", names, "", 100);
  }

  ObjectNode getDeploymentGroup(Call call) {
    RunningService service = named.group(call);
    ObjectNode answer = Nodes.object();
    synchronized (service) {
      answer.set("deploymentGroupInfo", CodeDeployShapes.group(service, faults, deployments));
    }
    return answer;
  }

  /** Unknown names are left out and told in a message. Source: CodeDeploy API reference. */
  ObjectNode batchGetDeploymentGroups(Call call) {
    List<String> wanted = Nodes.textsOf(call.input().path("deploymentGroupNames"));
    ObjectNode answer = Nodes.object();
    var found = answer.putArray("deploymentGroupsInfo");
    for (RunningService service : named.application(call)) {
      if (wanted.contains(service.plan.deploymentGroup())) {
        synchronized (service) {
          found.add(CodeDeployShapes.group(service, faults, deployments));
        }
      }
    }
    return found.size() < wanted.size()
        ? answer.put("errorMessage", "Some deployment groups do not exist")
        : answer;
  }

  ObjectNode listDeploymentGroups(Call call) {
    List<String> names =
        named.application(call).stream().map(s -> s.plan.deploymentGroup()).sorted().toList();
    return ListPage.of(call, "deploymentGroups", names, "", 100)
        .put("applicationName", call.text("applicationName"));
  }

  ObjectNode getDeploymentConfig(Call call) {
    String name =
        CodeDeployNames.required(
            call, "deploymentConfigName", "DeploymentConfigName", "Configuration name");
    boolean own =
        named.visible(call).stream().anyMatch(s -> s.plan.deploymentConfiguration().equals(name));
    if (!own && !ShiftPlan.PREDEFINED.contains(name)) {
      throw noConfiguration(name);
    }
    ObjectNode answer = Nodes.object();
    ObjectNode info = answer.putObject("deploymentConfigInfo");
    info.put("deploymentConfigName", name).put("computePlatform", "ECS");
    info.set("trafficRoutingConfig", ShiftPlan.named(name).node());
    return answer;
  }

  static AwsError noConfiguration(String name) {
    return CodeDeployNames.error(
        "DeploymentConfigDoesNotExist", "No Deployment Configuration found for name: " + name);
  }
}
