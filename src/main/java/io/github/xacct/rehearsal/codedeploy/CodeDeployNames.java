package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the application, group or deployment that a call names, in the caller's account and region.
 */
final class CodeDeployNames {
  private static final Pattern DEPLOYMENT_ID = Pattern.compile("d-[A-Z0-9]{9}");

  private final ResourceStore store;
  private final Deployments deployments;

  CodeDeployNames(ResourceStore store, Deployments deployments) {
    this.store = store;
    this.deployments = deployments;
  }

  static AwsError error(String type, String message) {
    return AwsError.badRequest(type + "Exception", message);
  }

  static String required(Call call, String member, String type, String what) {
    String value = call.text(member);
    if (value.isEmpty()) {
      throw error(type + "Required", what + " must be specified");
    }
    return value;
  }

  /** Returns the name of the application in the call, which must exist. */
  String application(Call call) {
    String name = required(call, "applicationName", "ApplicationName", "Application name");
    if (!store.has(call.place(), ResourceTypeNames.APPLICATION, name)) {
      throw error("ApplicationDoesNotExist", "No application found for name: " + name);
    }
    return name;
  }

  DeploymentGroup group(Call call) {
    String application = application(call);
    String name =
        required(call, "deploymentGroupName", "DeploymentGroupName", "Deployment group name");
    return DeploymentGroup.find(store, call.place(), application, name)
        .orElseThrow(
            () ->
                error(
                    "DeploymentGroupDoesNotExist", "No Deployment Group found for name: " + name));
  }

  Deployment deployment(Call call) {
    String id = required(call, "deploymentId", "DeploymentId", "Deployment ID");
    if (!DEPLOYMENT_ID.matcher(id).matches()) {
      throw error("InvalidDeploymentId", "The deployment ID " + id + " is not valid");
    }
    return find(call, id)
        .orElseThrow(
            () -> error("DeploymentDoesNotExist", "The deployment " + id + " could not be found"));
  }

  Optional<Deployment> find(Call call, String id) {
    AccountRegion place = call.place();
    return deployments.all().stream()
        .filter(d -> d.group.place().equals(place) && d.id.equals(id))
        .findFirst();
  }
}
