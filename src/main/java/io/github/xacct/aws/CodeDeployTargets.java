package io.github.xacct.aws;

import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Consumer<String> warn;
  private String targetId;
  private boolean warned;

  /** Those of one environment's deployments; told once if they may not be read. */
  CodeDeployTargets(CodeDeployClient codeDeploy, Environment environment, Consumer<String> warn) {
    this.codeDeploy = codeDeploy;
    this.warn = warn;
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
      unreadable(e);
      return Optional.empty(); // the deployment's own status must do
    }
  }

  private void unreadable(CodeDeployException e) {
    if (!warned) {
      warned = true;
      warn.accept(
          "Lifecycle events and traffic will not be told here. AWS said: " + AwsErrors.words(e));
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
