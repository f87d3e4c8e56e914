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
 * Which deployments of a group are our own: an answer that was lost, or another run, leaves the
 * question open.
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

  /** Remembers what there was before ours can be. */
  void arePreceded(@Nullable LastDeploymentInfo newest) {
    newestBefore = Optional.ofNullable(newest);
  }

  /** A deployment that stands in ours' way may be ours, if an answer was lost before. */
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

  /** Among the newest, ended or not: a bad one may have ended by the time that we ask. */
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

  /** The newest that was created by a run of a pipeline. */
  Optional<String> ofRun(String run) {
    return newest(id -> isOf(id, run));
  }

  /** Whether a deployment was created by a run of a pipeline. */
  boolean isOf(String id, String run) {
    return DeploymentLabel.isOfRun(info(id).description(), run);
  }

  /** By its description, which no other has; and what was there before is not ours. */
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

  /** What CodeDeploy says of a deployment. */
  DeploymentInfo info(String id) {
    return AwsErrors.member(
        "CodeDeploy GetDeployment",
        "deploymentInfo",
        codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
  }
}
