package io.github.xacct.aws;

import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentNotStartedException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentTargetIdException;

/** The ECS target of a deployment: its lifecycle events and task sets. */
final class CodeDeployTargets {
  private final CodeDeployClient codeDeploy;
  private String targetId;

  CodeDeployTargets(CodeDeployClient codeDeploy, Environment environment) {
    this.codeDeploy = codeDeploy;
    // Known beforehand: an ECS deployment has the one target <cluster>:<service>.
    this.targetId = environment.cluster() + ":" + environment.service();
  }

  /** The target, or empty while CodeDeploy has none yet. */
  Optional<ECSTarget> read(String deploymentId) {
    try {
      return get(deploymentId);
    } catch (DeploymentNotStartedException e) {
      return Optional.empty();
    } catch (DeploymentTargetDoesNotExistException | InvalidDeploymentTargetIdException e) {
      return askForItsName(deploymentId);
    } catch (CodeDeployException e) {
      if (AwsErrors.mayPass(e)) {
        throw e;
      }
      return Optional.empty(); // may not be read: the deployment's own status must do
    }
  }

  private Optional<ECSTarget> get(String deploymentId) {
    return codeDeploy
        .batchGetDeploymentTargets(r -> r.deploymentId(deploymentId).targetIds(targetId))
        .deploymentTargets()
        .stream()
        .map(DeploymentTarget::ecsTarget)
        .filter(target -> target != null)
        .findFirst();
  }

  private Optional<ECSTarget> askForItsName(String deploymentId) {
    List<String> ids =
        codeDeploy.listDeploymentTargets(r -> r.deploymentId(deploymentId)).targetIds();
    if (ids.isEmpty() || ids.get(0).equals(targetId)) {
      return Optional.empty();
    }
    targetId = ids.get(0);
    return get(deploymentId);
  }
}
