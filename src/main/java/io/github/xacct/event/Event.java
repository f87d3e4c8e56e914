package io.github.xacct.event;

import io.github.xacct.model.Digest;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One fact that a goal reports; reporters word it and add the time. */
public sealed interface Event {

  /** Calls the visitor's method for this kind of event. */
  <R> R accept(EventVisitor<R> visitor);

  /**
   * The run begins: what is deployed where.
   *
   * @param app name of the app in its build
   * @param account ID of the target account
   * @param rehearsed whether the embedded AWS is used
   */
  record Began(
      String app,
      String environment,
      String account,
      String region,
      String cluster,
      String service,
      String application,
      String deploymentGroup,
      boolean rehearsed)
      implements Event {

    /** Creates the event for a deployment of {@code app} to an environment. */
    public static Began of(String app, Environment to, boolean rehearsed) {
      return new Began(
          app,
          to.name(),
          to.account().toString(),
          to.region().toString(),
          to.cluster(),
          to.service(),
          to.application(),
          to.deploymentGroup(),
          rehearsed);
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.began(this);
    }
  }

  /**
   * The run of the CI system to which this goal belongs.
   *
   * @param system name of the CI system, for people
   * @param run the run in words, such as {@code GitHub Actions run 123456 attempt 1}
   * @param url of the run's page
   * @param ref branch, tag or pull request in words
   * @param actor who or what started the run
   * @param commits URL of a commit's page, to which the commit ID is appended
   */
  record RunNamed(
      String system,
      String run,
      Optional<String> url,
      Optional<String> ref,
      Optional<String> actor,
      Optional<String> commits)
      implements Event {

    /** A run without a URL for commits. */
    public RunNamed(
        String system,
        String run,
        Optional<String> url,
        Optional<String> ref,
        Optional<String> actor) {
      this(system, run, url, ref, actor, Optional.empty());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.runNamed(this);
    }
  }

  /**
   * The deployment was planned.
   *
   * @param replaces ARN of the task definition that receives the traffic now
   * @param description of the deployment: commit, digest and build
   */
  record Planned(ImageReference image, Optional<String> replaces, String description)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.planned(this);
    }
  }

  /** Information that no other event covers. */
  record Note(String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.note(this);
    }
  }

  /** A problem that does not prevent the deployment. */
  record Warning(String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.warning(this);
    }
  }

  /** A file was written. */
  record FileWritten(Path file) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.fileWritten(this);
    }
  }

  /** The build of the image begins. */
  record ImageBuildStarted(String baseImage, String platform) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageBuildStarted(this);
    }
  }

  /** The image is built; {@code tarball} is present if it was written to a file. */
  record ImageBuilt(ImageDescription image, Optional<Path> tarball, Duration took)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageBuilt(this);
    }
  }

  /** The registry already had the whole image; nothing was built or uploaded. */
  record ImageAlreadyPushed(ImageReference image, List<String> tags) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageAlreadyPushed(this);
    }
  }

  /** One layer was uploaded to the registry. */
  record LayerPushed(Digest layer, long bytes) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.layerPushed(this);
    }
  }

  /** The registry holds the image under these tags. */
  record ImagePushed(ImageReference image, List<String> tags, Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imagePushed(this);
    }
  }

  /** The repository was missing and has been created. */
  record RepositoryCreated(String repositoryUri) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.repositoryCreated(this);
    }
  }

  /** The role in the target account was assumed. */
  record RoleAssumed(String roleArn, String sessionName, Instant expires) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.roleAssumed(this);
    }
  }

  /** A new revision of the task definition exists. */
  record TaskDefinitionRegistered(String arn) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDefinitionRegistered(this);
    }
  }

  /** The newest revision is unchanged and is used again. */
  record TaskDefinitionUnchanged(String arn) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDefinitionUnchanged(this);
    }
  }

  /** CreateDeployment is being called; the deployment may exist from now on. */
  record DeploymentRequested(String description) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentRequested(this);
    }
  }

  /** The requested deployment was not created. */
  record DeploymentNotCreated() implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentNotCreated(this);
    }
  }

  /** A deployment that is ready is continued: production traffic is shifted. */
  record ShiftRequested(String deploymentId) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.shiftRequested(this);
    }
  }

  /**
   * A deployment is being stopped on request.
   *
   * @param by who created the deployment
   * @param rollback whether traffic is rolled back
   */
  record StopRequested(String deploymentId, String by, boolean rollback) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.stopRequested(this);
    }
  }

  /**
   * The differences between the task definition and the one that receives the traffic.
   *
   * @param lines one per change, beginning with +, - or ~; without secrets
   */
  record TaskDefinitionCompared(List<String> lines) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDefinitionCompared(this);
    }
  }

  /** The deployment was created. */
  record DeploymentCreated(String deploymentId, Optional<String> consoleUrl) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentCreated(this);
    }
  }

  /** A deployment that already exists is followed from now on. */
  record DeploymentAttached(
      String deploymentId, Optional<String> consoleUrl, Optional<Instant> createdAt)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentAttached(this);
    }
  }

  /** The expected and the maximum duration, from the settings of the deployment group. */
  record Expected(Duration expected, Duration limit) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.expected(this);
    }
  }

  /**
   * The status of a lifecycle event changed. After {@link RollbackStarted} it is an event of the
   * rollback.
   *
   * @param began by the clock of the deployment service; absent if it did not report it
   * @param ended by the same clock; absent likewise
   */
  record LifecycleEventChanged(
      String name,
      Reported<LifecycleStatus> status,
      Optional<Duration> took,
      Optional<Instant> began,
      Optional<Instant> ended)
      implements Event {

    /** A change without begin and end. */
    public LifecycleEventChanged(String name, LifecycleStatus status, Optional<Duration> took) {
      this(name, Reported.of(status), took, Optional.empty(), Optional.empty());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.lifecycleEventChanged(this);
    }
  }

  /** The task counts or traffic weights of the task sets changed. */
  record TaskSetsChanged(List<TaskSet> taskSets) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskSetsChanged(this);
    }
  }

  /**
   * A task of the deployment stopped by itself or could not start.
   *
   * @param stopCode such as EssentialContainerExited; empty if ECS returned none
   * @param lastLogLines of the container that failed, oldest first; empty if they could not be read
   * @param log stream that contains them, if known
   */
  record TaskDied(
      TaskSetLabel taskSetLabel,
      String taskId,
      String stopCode,
      String stoppedReason,
      List<ContainerEnd> containers,
      List<String> lastLogLines,
      Optional<LogStream> log)
      implements Event {

    /** A stopped task whose log stream is unknown. */
    public TaskDied(
        TaskSetLabel taskSetLabel,
        String taskId,
        String stopCode,
        String stoppedReason,
        List<ContainerEnd> containers,
        List<String> lastLogLines) {
      this(
          taskSetLabel,
          taskId,
          stopCode,
          stoppedReason,
          containers,
          lastLogLines,
          Optional.empty());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDied(this);
    }
  }

  /** A stream in a CloudWatch log group. */
  record LogStream(String group, String stream) {}

  /** How one container of a stopped task ended; absent values were not reported by ECS. */
  record ContainerEnd(String name, Optional<Integer> exitCode, Optional<String> reason) {}

  /** The load balancer found a target unhealthy, such as {@code 10.0.1.17:8080}. */
  record TargetUnhealthy(String target, String reason) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.targetUnhealthy(this);
    }
  }

  /** An event of the ECS service reports a problem; the text is verbatim. */
  record ServiceTrouble(String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.serviceTrouble(this);
    }
  }

  /** The circuit breaker opened and stops the deployment; {@code reason} is one sentence. */
  record CircuitOpened(String reason) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.circuitOpened(this);
    }
  }

  /** A smoke test against the test listener ended. */
  record SmokeTestEnded(String name, boolean ok, String detail, Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.smokeTestEnded(this);
    }
  }

  /**
   * The deployment waits for approval.
   *
   * @param where to review what would go live
   * @param command that approves the deployment
   */
  record ApprovalAwaited(String where, String command) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.approvalAwaited(this);
    }
  }

  /**
   * The requests that a rehearsal answered in a period.
   *
   * @param at end of the period
   * @param from beginning of the period; absent if it is the end of the previous sample
   * @param answeredBy number of answers by version
   * @param failed number of requests without an answer or with an error
   */
  record TrafficSample(
      Instant at, Optional<Instant> from, Map<String, Integer> answeredBy, int failed)
      implements Event {

    /** A sample whose period begins at the end of the previous one. */
    public TrafficSample(Instant at, Map<String, Integer> answeredBy, int failed) {
      this(at, Optional.empty(), answeredBy, failed);
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.trafficSample(this);
    }
  }

  /** Nothing has changed for a while. */
  record StillWaiting(String what, Duration elapsed) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.stillWaiting(this);
    }
  }

  /** CodeDeploy started a rollback, which is a deployment of its own. */
  record RollbackStarted(String deploymentId) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.rollbackStarted(this);
    }
  }

  /** All production traffic has been shifted to the replacement task set. */
  record TrafficShifted(Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.trafficShifted(this);
    }
  }

  /**
   * Whether the tasks that receive the production traffic run the deployed image.
   *
   * @param proved number of tasks that run it
   * @param of number of tasks that were checked
   * @param why the image is disproved or could not be proved
   * @param tasks that run another image or an unknown one
   */
  record ImageProof(
      Outcome outcome, int proved, int of, Optional<String> why, List<RunningImage> tasks)
      implements Event {

    /** A proof that lists no tasks. */
    public ImageProof(Outcome outcome, int proved, int of, Optional<String> why) {
      this(outcome, proved, of, why, List.of());
    }

    /** The image digest of a task; absent if ECS does not report it. */
    public record RunningImage(String taskId, Optional<String> imageDigest) {}

    /** The result of the comparison. */
    public enum Outcome {
      PROVED,
      DISPROVED,
      NOT_PROVED;

      /** Returns the spelling in files, such as {@code not-proved}. */
      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }

    /** The outcome in one sentence. */
    public String words() {
      return switch (outcome) {
        case PROVED -> "Proved: " + proved + " of " + of + " running tasks run the deployed image";
        case DISPROVED ->
            "Disproved: " + (of == 0 ? "" : "of " + of + " running tasks ") + why.orElse("");
        case NOT_PROVED -> "Not proved which image the tasks run. " + why.orElse("");
      };
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageProof(this);
    }
  }

  /** The deployment ended, or is no longer followed. */
  record DeploymentEnded(String deploymentId, Verdict verdict, Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentEnded(this);
    }
  }

  /**
   * A stage of a pipeline begins.
   *
   * @param number of the stage, from 1
   * @param of total number of stages
   * @param actions of the stage, in words
   */
  record PipelineStageBegan(String stage, int number, int of, String actions) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.pipelineStageBegan(this);
    }
  }

  /**
   * An action of a pipeline succeeded; a failure is reported by the exception instead.
   *
   * @param detail of the result, such as exported variables; may be empty
   */
  record PipelineActionEnded(String stage, String action, Duration took, String detail)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.pipelineActionEnded(this);
    }
  }

  /** A message was published to a topic, or in a rehearsal would have been. */
  record NoticeSent(String topic, String subject, String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.noticeSent(this);
    }
  }

  /**
   * The run ended; always the last event, reported exactly once.
   *
   * @param verdict the result
   * @param problem one sentence; absent if there was none
   * @param evidence messages of other systems, verbatim
   * @param suggestion what to do next
   */
  record Concluded(
      Verdict verdict, Optional<String> problem, List<String> evidence, List<String> suggestion)
      implements Event {

    /** The end of a run without a problem. */
    public static Concluded well(Verdict verdict) {
      return new Concluded(verdict, Optional.empty(), List.of(), List.of());
    }

    /** The end of a run that fails with an exception. */
    public static Concluded badly(Verdict verdict, XacctException e) {
      return new Concluded(verdict, Optional.of(e.problem()), e.evidence(), e.suggestion());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.concluded(this);
    }
  }

  /**
   * The state of a task set at a moment.
   *
   * @param label blue or green; the task set's identifier if that is unknown
   * @param trafficWeight share of production traffic, 0 to 100
   */
  record TaskSet(
      Reported<TaskSetLabel> label,
      Reported<TaskSetStatus> status,
      int desired,
      int running,
      int pending,
      double trafficWeight) {

    /** A task set with known label and status. */
    public TaskSet(
        TaskSetLabel label,
        TaskSetStatus status,
        int desired,
        int running,
        int pending,
        double trafficWeight) {
      this(Reported.of(label), Reported.of(status), desired, running, pending, trafficWeight);
    }
  }
}
