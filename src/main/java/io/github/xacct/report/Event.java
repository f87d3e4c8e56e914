package io.github.xacct.report;

import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened, as facts; reporters choose the words. */
public sealed interface Event {

  /** Something worth a line that no other event covers. */
  record Note(String text) implements Event {}

  /** Something that works but that the user should look at. */
  record Warning(String text) implements Event {}

  /** A file was written. */
  record FileWritten(Path file) implements Event {}

  /** The build of the image begins. */
  record ImageBuildStarted(String baseImage, String platform) implements Event {}

  /** The image is built; {@code tarball} if it was written to one. */
  record ImageBuilt(ImageDescription image, Optional<Path> tarball, Duration took)
      implements Event {}

  /** The registry had the whole image; nothing was built or sent. */
  record ImageAlreadyPushed(ImageReference image, List<String> tags) implements Event {}

  /** One layer went to the registry. */
  record LayerPushed(Digest layer, long bytes) implements Event {}

  /** The registry holds the image under these tags. */
  record ImagePushed(ImageReference image, List<String> tags, Duration took) implements Event {}

  /** The repository was missing and has been made. */
  record RepositoryCreated(String repositoryUri) implements Event {}

  /** The target account was entered. */
  record RoleAssumed(String roleArn, String sessionName, Instant expires) implements Event {}

  /** A new revision of the task definition exists. */
  record TaskDefinitionRegistered(String arn) implements Event {}

  /** The newest revision already says the same. */
  record TaskDefinitionUnchanged(String arn) implements Event {}

  /** A deployment exists from now on. */
  record DeploymentCreated(String deploymentId, Optional<String> consoleUrl) implements Event {}

  /** A lifecycle event of the deployment changed its status. */
  record LifecycleEventChanged(String name, String status, Optional<Duration> took)
      implements Event {}

  /** Counts or traffic of the task sets changed. */
  record TaskSetsChanged(List<TaskSet> taskSets) implements Event {}

  /** Nothing changed for a while. */
  record StillWaiting(String what, Duration elapsed) implements Event {}

  /** CodeDeploy started a rollback; it is a deployment of its own. */
  record RollbackStarted(String deploymentId) implements Event {}

  /** The whole production traffic is on the replacement task set. */
  record TrafficShifted(Duration took) implements Event {}

  /** The deployment's end, as far as it was followed. */
  record DeploymentEnded(String deploymentId, String verdict, Duration took) implements Event {}

  /**
   * One task set at a moment.
   *
   * @param label Blue (original) or Green (replacement)
   * @param status PRIMARY, ACTIVE or DRAINING
   * @param trafficWeight share of production traffic, 0 to 100
   */
  record TaskSet(
      String label, String status, int desired, int running, int pending, double trafficWeight) {}
}
