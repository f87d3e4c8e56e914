package io.github.xacct.rehearsal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which application, group or deployment a call names; only those of the caller's own place. */
final class CodeDeployNames {
  private static final Pattern DEPLOYMENT_ID = Pattern.compile("d-[A-Z0-9]{9}");

  private final List<RunningService> services;
  private final Deployments deployments;

  CodeDeployNames(List<RunningService> services, Deployments deployments) {
    this.services = services;
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

  List<RunningService> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).toList();
  }

  List<RunningService> application(Call call) {
    String name = required(call, "applicationName", "ApplicationName", "Application name");
    List<RunningService> found =
        visible(call).stream().filter(s -> s.plan.application().equals(name)).toList();
    if (found.isEmpty()) {
      throw error("ApplicationDoesNotExist", "No application found for name: " + name);
    }
    return found;
  }

  RunningService group(Call call) {
    List<RunningService> candidates = application(call);
    String name =
        required(call, "deploymentGroupName", "DeploymentGroupName", "Deployment group name");
    return candidates.stream()
        .filter(s -> s.plan.deploymentGroup().equals(name))
        .findFirst()
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
    Place place = Place.of(call);
    return deployments.all().stream()
        .filter(d -> d.service.place.equals(place) && d.id.equals(id))
        .findFirst();
  }
}
