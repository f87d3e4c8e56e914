package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;

/**
 * Finds the deployments that this run, or a given run of a pipeline, has created: the response to a
 * CreateDeployment may have been lost.
 */
final class DeploymentSearch {
  private static final int NEWEST = 5;
  private static final Pattern DEPLOYMENT = Pattern.compile("active Deployment '([^']+)'");

  private final Environment environment;
  private final CodeDeployClient codeDeploy;
  private volatile Optional<LastDeploymentInfo> newestBefore = Optional.empty();

  DeploymentSearch(Environment environment, CodeDeployClient codeDeploy) {
    this.environment = environment;
    this.codeDeploy = codeDeploy;
  }

  /** Records the group's newest deployment before this run creates one. */
  void recordNewest(@Nullable LastDeploymentInfo newest) {
    newestBefore = Optional.ofNullable(newest);
  }

  /**
   * Returns the ID of the deployment that blocks ours, if it is ours: an earlier response was lost.
   */
  Optional<String> inFlight(DeploymentLimitExceededException e, String description) {
    try {
      var named = DEPLOYMENT.matcher(String.valueOf(e.getMessage()));
      if (named.find() && isOurs(named.group(1), description)) {
        return Optional.of(named.group(1));
      }
      return named.reset().find() ? Optional.empty() : listed(description);
    } catch (SdkException unread) {
      throw TransientFailure.perhapsDone(AwsErrors.words(unread), unread);
    }
  }

  /**
   * Finds ours among the newest deployments, including ended ones: it may have failed meanwhile.
   */
  Optional<String> listed(String description) {
    return newest(id -> isOurs(id, description));
  }

  private Optional<String> newest(Predicate<String> wanted) {
    var ids =
        DeploymentIds.of(
                codeDeploy,
                r ->
                    r.applicationName(environment.application())
                        .deploymentGroupName(environment.deploymentGroup()))
            .toList();
    return Stream.concat(
            ids.stream().limit(NEWEST), ids.stream().skip(Math.max(NEWEST, ids.size() - NEWEST)))
        .filter(wanted)
        .findFirst();
  }

  /** Returns the newest deployment that this run of a pipeline has created. */
  Optional<String> ofRun(String run) {
    return newest(id -> isOf(id, run));
  }

  /** Whether this run of a pipeline has created the deployment. */
  boolean isOf(String id, String run) {
    return DeploymentLabel.isOfRun(info(id).description(), run);
  }

  /**
   * Whether it has our description, which is unique, and is newer than those that existed before.
   */
  private boolean isOurs(String id, String description) {
    var info = info(id);
    return description.equals(info.description())
        && newestBefore
            .filter(before -> id.equals(before.deploymentId()) || isOlder(info, before))
            .isEmpty();
  }

  private static boolean isOlder(DeploymentInfo info, LastDeploymentInfo before) {
    return info.createTime() != null
        && before.createTime() != null
        && info.createTime().isBefore(before.createTime());
  }

  /** Reads a deployment. */
  DeploymentInfo info(String id) {
    return AwsErrors.member(
        "CodeDeploy GetDeployment",
        "deploymentInfo",
        codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
  }
}
