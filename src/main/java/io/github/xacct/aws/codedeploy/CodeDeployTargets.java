package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.model.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentNotStartedException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTargetDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentTargetIdException;

/**
 * Reads the ECS target of a deployment: its lifecycle events and task sets. It is optional: without
 * it, a deployment is watched by its status alone.
 */
final class CodeDeployTargets {
  private final CodeDeployClient codeDeploy;
  private final OptionalReads optionalReads;
  private final Consumer<String> warn;
  private String targetId;
  private boolean warned;
  private String lastId = "";
  private Optional<ECSTarget> last = Optional.empty();

  /** Reads the targets of one environment's deployments; warns once if they cannot be read. */
  CodeDeployTargets(AwsSession session, Environment environment, Consumer<String> warn) {
    this.codeDeploy = session.briefClient(CodeDeployClient.builder());
    this.optionalReads = new OptionalReads(session.clock());
    this.warn = warn;
    // An ECS deployment has exactly one target, named <cluster>:<service>.
    this.targetId = environment.cluster() + ":" + environment.service();
  }

  /** Returns the target as it was last read; empty while CodeDeploy has none yet. */
  Optional<ECSTarget> read(String deploymentId) {
    var seen = optionalReads.of(deploymentId, () -> target(deploymentId));
    var target = seen.valueOrRetry();
    if (seen.why().isEmpty()) {
      lastId = deploymentId;
      last = target.flatMap(one -> one);
      return last;
    }
    if (!warned) {
      warned = true;
      warn.accept(
          "Lifecycle events and traffic will not be shown here. AWS said: " + seen.why().get());
    }
    // The deployment's own status must suffice.
    return lastId.equals(deploymentId) ? last : Optional.empty();
  }

  private Optional<ECSTarget> target(String deploymentId) {
    try {
      return get(deploymentId);
    } catch (DeploymentNotStartedException | DeploymentDoesNotExistException e) {
      return Optional.empty();
    } catch (DeploymentTargetDoesNotExistException | InvalidDeploymentTargetIdException e) {
      return askForItsName(deploymentId);
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

  private List<String> targetIds(String deploymentId) {
    var ids = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      String token = next.orElse(null);
      var page =
          codeDeploy.listDeploymentTargets(r -> r.deploymentId(deploymentId).nextToken(token));
      ids.addAll(page.targetIds());
      next = Optional.ofNullable(page.nextToken());
    } while (next.isPresent());
    return ids;
  }

  private Optional<ECSTarget> askForItsName(String deploymentId) {
    List<String> ids = targetIds(deploymentId);
    if (ids.isEmpty() || ids.get(0).equals(targetId)) {
      return Optional.empty();
    }
    targetId = ids.get(0);
    return get(deploymentId);
  }
}
