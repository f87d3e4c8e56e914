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

/** What happened, as facts; reporters choose the words and keep the time. */
public sealed interface Event {

  /** Hands this event to the method of a visitor that is for its kind. */
  <R> R accept(EventVisitor<R> visitor);

  /**
   * The run begins: what goes where.
   *
   * @param app name of the app, as its build knows it
   * @param account id of the target account
   * @param rehearsed whether the AWS is the embedded one
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

    /** The beginning of a deployment of {@code app} to an environment. */
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
   * The run of a CI system that this is a part of.
   *
   * @param system its name for people
   * @param run the run in words, such as {@code GitHub Actions run 123456 attempt 1}
   * @param url where a person sees the run
   * @param ref branch, tag or pull request in words
   * @param actor who or what started it
   * @param commits where a person sees a commit, once its id is appended
   */
  record RunNamed(
      String system,
      String run,
      Optional<String> url,
      Optional<String> ref,
      Optional<String> actor,
      Optional<String> commits)
      implements Event {

    /** The same where commits are not shown. */
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
   * It is known what will be deployed.
   *
   * @param replaces ARN of the task definition that has the traffic now
   * @param description of the deployment: commit, digest and build
   */
  record Planned(ImageReference image, Optional<String> replaces, String description)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.planned(this);
    }
  }

  /** Something worth a line that no other event covers. */
  record Note(String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.note(this);
    }
  }

  /** Something that works but that the user should look at. */
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

  /** The image is built; {@code tarball} if it was written to one. */
  record ImageBuilt(ImageDescription image, Optional<Path> tarball, Duration took)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageBuilt(this);
    }
  }

  /** The registry had the whole image; nothing was built or sent. */
  record ImageAlreadyPushed(ImageReference image, List<String> tags) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.imageAlreadyPushed(this);
    }
  }

  /** One layer went to the registry. */
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

  /** The target account was entered. */
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

  /** The newest revision is the same. */
  record TaskDefinitionUnchanged(String arn) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDefinitionUnchanged(this);
    }
  }

  /** A deployment is asked for, and may exist from now on. */
  record DeploymentRequested(String description) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentRequested(this);
    }
  }

  /** The deployment that was asked for does not exist, and will not. */
  record DeploymentNotCreated() implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentNotCreated(this);
    }
  }

  /** A deployment that is ready is continued: its production traffic shifts. */
  record ShiftRequested(String deploymentId) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.shiftRequested(this);
    }
  }

  /**
   * A deployment is stopped because this run was asked to.
   *
   * @param by who created it
   * @param rollback whether traffic goes back
   */
  record StopRequested(String deploymentId, String by, boolean rollback) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.stopRequested(this);
    }
  }

  /**
   * In what the task definition differs from the one that has the traffic.
   *
   * @param lines one a change, beginning with +, - or ~; never with a secret
   */
  record TaskDefinitionCompared(List<String> lines) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskDefinitionCompared(this);
    }
  }

  /** A deployment exists from now on. */
  record DeploymentCreated(String deploymentId, Optional<String> consoleUrl) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentCreated(this);
    }
  }

  /** A deployment that was in flight already is ours, and followed from now on. */
  record DeploymentAttached(
      String deploymentId, Optional<String> consoleUrl, Optional<Instant> createdAt)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentAttached(this);
    }
  }

  /** How long the deployment should take and may take at most, by its group's own numbers. */
  record Expected(Duration expected, Duration limit) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.expected(this);
    }
  }

  /**
   * A lifecycle event changed its status. After {@link RollbackStarted} it is one of the
   * rollback's.
   *
   * @param began by the clock of the deployment service, if that has said so
   * @param ended by the same clock
   */
  record LifecycleEventChanged(
      String name,
      Reported<LifecycleStatus> status,
      Optional<Duration> took,
      Optional<Instant> began,
      Optional<Instant> ended)
      implements Event {

    /** The same where it is not known when. */
    public LifecycleEventChanged(String name, LifecycleStatus status, Optional<Duration> took) {
      this(name, Reported.of(status), took, Optional.empty(), Optional.empty());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.lifecycleEventChanged(this);
    }
  }

  /** Counts or traffic of the task sets changed. */
  record TaskSetsChanged(List<TaskSet> taskSets) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.taskSetsChanged(this);
    }
  }

  /**
   * A task of the deployment stopped by itself or could not start.
   *
   * @param stopCode such as EssentialContainerExited; empty if ECS gave none
   * @param lastLogLines of the container that died, oldest first; empty if they could not be read
   * @param log where it wrote them, if that is known
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

    /** The same where it is not known where it wrote its log. */
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

  /** A stream of a log group of CloudWatch's. */
  record LogStream(String group, String stream) {}

  /** How one container of a dead task ended; ECS leaves out what it does not know. */
  record ContainerEnd(String name, Optional<Integer> exitCode, Optional<String> reason) {}

  /** The load balancer found a target unhealthy, such as {@code 10.0.1.17:8080}. */
  record TargetUnhealthy(String target, String reason) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.targetUnhealthy(this);
    }
  }

  /** The service speaks of trouble, in ECS's words. */
  record ServiceTrouble(String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.serviceTrouble(this);
    }
  }

  /** The circuit breaker stops the deployment, for a reason reported as one sentence. */
  record CircuitOpened(String reason) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.circuitOpened(this);
    }
  }

  /** One of the environment's own checks against the test listener ended. */
  record SmokeTestEnded(String name, boolean ok, String detail, Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.smokeTestEnded(this);
    }
  }

  /**
   * The deployment waits for approval.
   *
   * @param where to look at what would go live
   * @param command that lets it go on
   */
  record ApprovalAwaited(String where, String command) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.approvalAwaited(this);
    }
  }

  /**
   * Requests that ran through a rehearsal.
   *
   * @param at end of the time in which they were answered
   * @param from its beginning; absent where that is the end of the sample before
   * @param answeredBy how many each version answered
   * @param failed how many got no answer or an error
   */
  record TrafficSample(
      Instant at, Optional<Instant> from, Map<String, Integer> answeredBy, int failed)
      implements Event {

    /** One that counts from the sample before. */
    public TrafficSample(Instant at, Map<String, Integer> answeredBy, int failed) {
      this(at, Optional.empty(), answeredBy, failed);
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.trafficSample(this);
    }
  }

  /** Nothing changed for a while. */
  record StillWaiting(String what, Duration elapsed) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.stillWaiting(this);
    }
  }

  /** CodeDeploy started a rollback; it is a deployment of its own. */
  record RollbackStarted(String deploymentId) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.rollbackStarted(this);
    }
  }

  /** The whole production traffic is on the replacement task set. */
  record TrafficShifted(Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.trafficShifted(this);
    }
  }

  /**
   * Whether the tasks that have the production traffic run the image that was deployed.
   *
   * @param proved how many of them do
   * @param of how many were looked at
   * @param why it is disproved or could not be proved
   * @param tasks that run another image, or of which none is known
   */
  record ImageProof(
      Outcome outcome, int proved, int of, Optional<String> why, List<RunningImage> tasks)
      implements Event {

    /** The same where no task is to be named. */
    public ImageProof(Outcome outcome, int proved, int of, Optional<String> why) {
      this(outcome, proved, of, why, List.of());
    }

    /** What a task runs, by its digest; absent where ECS does not report it. */
    public record RunningImage(String taskId, Optional<String> imageDigest) {}

    /** The result of the comparison. */
    public enum Outcome {
      PROVED,
      DISPROVED,
      NOT_PROVED;

      /** As written into files: {@code not-proved}. */
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

  /** The deployment's end, as far as it was followed. */
  record DeploymentEnded(String deploymentId, Verdict verdict, Duration took) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.deploymentEnded(this);
    }
  }

  /**
   * A stage of a pipeline begins.
   *
   * @param number of it, from 1
   * @param of how many
   * @param actions what it does
   */
  record PipelineStageBegan(String stage, int number, int of, String actions) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.pipelineStageBegan(this);
    }
  }

  /**
   * An action of a pipeline ended well; a bad end is the exception.
   *
   * @param detail what it reported later stages; may be empty
   */
  record PipelineActionEnded(String stage, String action, Duration took, String detail)
      implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.pipelineActionEnded(this);
    }
  }

  /** A message went to a topic, or would have in a rehearsal. */
  record NoticeSent(String topic, String subject, String text) implements Event {
    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.noticeSent(this);
    }
  }

  /**
   * The run is over; always the last event, reported once, whatever the end.
   *
   * @param verdict how it ended
   * @param problem what went wrong, one sentence; absent if nothing did
   * @param evidence what other systems said, verbatim
   * @param suggestion what to do next
   */
  record Concluded(
      Verdict verdict, Optional<String> problem, List<String> evidence, List<String> suggestion)
      implements Event {

    /** An end without a problem. */
    public static Concluded well(Verdict verdict) {
      return new Concluded(verdict, Optional.empty(), List.of(), List.of());
    }

    /** An end reported by the exception that the goal fails with. */
    public static Concluded badly(Verdict verdict, XacctException e) {
      return new Concluded(verdict, Optional.of(e.problem()), e.evidence(), e.suggestion());
    }

    @Override
    public <R> R accept(EventVisitor<R> visitor) {
      return visitor.concluded(this);
    }
  }

  /**
   * One task set at a moment.
   *
   * @param label an identifier where it is not known which of the two it is
   * @param trafficWeight share of production traffic, 0 to 100
   */
  record TaskSet(
      Reported<TaskSetLabel> label,
      Reported<TaskSetStatus> status,
      int desired,
      int running,
      int pending,
      double trafficWeight) {

    /** One of which label and status are known. */
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
