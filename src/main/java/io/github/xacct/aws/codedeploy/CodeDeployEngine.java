package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.LostAnswers;
import io.github.xacct.aws.Sight;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentAlreadyCompletedException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentIsNotInReadyStateException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentStatusException;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Deployments by CodeDeploy. */
public final class CodeDeployEngine implements DeploymentEngine {
  private static final int NEWEST = 5;
  private static final Pattern DEPLOYMENT = Pattern.compile("active Deployment '([^']+)'");

  /** A deployment that was created a moment ago may not be found everywhere at once. */
  private static final Duration APPEARS = Duration.ofMinutes(1);

  private final Environment environment;
  private final Optional<Duration> rehearsedMinute;
  private final AwsSession session;
  private final CodeDeployClient codeDeploy;
  private final CodeDeployClient creating;
  private final EcsClient ecs;
  private final CodeDeployTargets targets;
  private final Sight sight;
  private final TaskSetLabels labels;
  private volatile Optional<LastDeploymentInfo> newestBefore = Optional.empty();

  /** An engine that keeps to itself what it cannot see. */
  public CodeDeployEngine(
      AwsSession session, Environment environment, Optional<Duration> rehearsedMinute) {
    this(session, environment, rehearsedMinute, unseen -> {});
  }

  /**
   * An engine for one environment.
   *
   * @param session in the environment's account
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   * @param warn is reported what cannot be seen, and why
   */
  public CodeDeployEngine(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    this.session = session;
    this.environment = environment;
    this.rehearsedMinute = rehearsedMinute;
    this.codeDeploy = session.client(CodeDeployClient.builder());
    this.creating = session.clientWithoutRetries(CodeDeployClient.builder());
    this.ecs = session.client(EcsClient.builder());
    this.sight = new Sight(session.clock());
    this.targets = new CodeDeployTargets(session, environment, warn);
    this.labels = new TaskSetLabels(targets::read);
  }

  @Override
  public String name() {
    return "CodeDeploy";
  }

  @Override
  public Duration patience() {
    return rehearsedMinute.map(minute -> Duration.ofSeconds(8)).orElse(Duration.ofMinutes(5));
  }

  @Override
  public TargetAccountState look() {
    var state =
        new TargetAccountReader(session, environment, codeDeploy, ecs, sight)
            .look(group -> newestBefore = Optional.ofNullable(group.lastAttemptedDeployment()));
    return rehearsedMinute
        .map(minute -> state.withTiming(state.timing().compressed(minute)))
        .orElse(state);
  }

  @Override
  public String start(Revision revision, String description) {
    String problem =
        "Cannot create a deployment in group "
            + environment.application()
            + "/"
            + environment.deploymentGroup()
            + ".";
    return AwsErrors.ask(
        problem,
        () -> {
          try {
            return create(revision, description);
          } catch (DeploymentLimitExceededException e) {
            return oursInFlight(e, description)
                .orElseThrow(() -> new Occupied(AwsErrors.exception(problem, e)));
          } catch (SdkException e) {
            if (LostAnswers.isRefusal(e)) {
              throw e;
            }
            throw TransientFailure.perhapsDone(AwsErrors.words(e), e);
          }
        });
  }

  private String create(Revision revision, String description) {
    return AwsErrors.member(
        "CodeDeploy CreateDeployment",
        "deploymentId",
        creating
            .createDeployment(
                r ->
                    r.applicationName(environment.application())
                        .deploymentGroupName(environment.deploymentGroup())
                        .deploymentConfigName(environment.deploymentConfiguration().orElse(null))
                        .description(description)
                        .revision(
                            l ->
                                l.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                    .appSpecContent(
                                        a ->
                                            a.content(revision.content())
                                                .sha256(revision.sha256()))))
            .deploymentId());
  }

  /** A deployment that stands in ours' way may be ours, if an answer was lost before. */
  private Optional<String> oursInFlight(DeploymentLimitExceededException e, String description) {
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

  @Override
  public Optional<String> find(String description) {
    return AwsErrors.ask(
        "Cannot look for the deployment that may have been created.", () -> listed(description));
  }

  /** Among the newest, ended or not: a bad one may have ended by the time that we ask. */
  private Optional<String> listed(String description) {
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

  @Override
  public Optional<String> ofRun(String run) {
    return AwsErrors.ask(
        "Cannot look for the deployment of run " + run + ".",
        () -> newest(id -> DeploymentLabel.isOfRun(info(id).description(), run)));
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> DeploymentLabel.isOfRun(info(deploymentId).description(), run));
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

  private DeploymentInfo info(String id) {
    return AwsErrors.member(
        "CodeDeploy GetDeployment",
        "deploymentInfo",
        codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
  }

  @Override
  public DeploymentState state(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> {
          // The target first: were it read second, a deployment could end between the two reads
          // and its last events would never be reported.
          var target = targets.read(deploymentId);
          try {
            var info = info(deploymentId);
            return CodeDeployStates.of(
                deploymentId, info, target, labels.of(deploymentId, info, target));
          } catch (DeploymentDoesNotExistException e) {
            throw TransientFailure.worthAsking(APPEARS, AwsErrors.words(e), e);
          }
        });
  }

  @Override
  public void proceed(String deploymentId) {
    AwsErrors.ask(
        "Cannot continue deployment " + deploymentId + ".",
        () -> {
          try {
            codeDeploy.continueDeployment(
                r ->
                    r.deploymentId(deploymentId).deploymentWaitType(DeploymentWaitType.READY_WAIT));
          } catch (DeploymentIsNotInReadyStateException
              | InvalidDeploymentStatusException
              | DeploymentAlreadyCompletedException e) {
            return false; // it waits no more, perhaps by a word of ours whose answer was lost
          }
          return true;
        });
  }

  @Override
  public boolean stop(String deploymentId, boolean rollback) {
    return AwsErrors.ask(
        "Cannot stop deployment " + deploymentId + ".",
        () -> {
          try {
            codeDeploy.stopDeployment(
                r -> r.deploymentId(deploymentId).autoRollbackEnabled(rollback));
            return true;
          } catch (DeploymentAlreadyCompletedException e) {
            return false;
          }
        });
  }

  @Override
  public List<String> advice(DeploymentState ended) {
    return CodeDeployAdvice.of(ended, environment);
  }

  @Override
  public List<String> gone() {
    return new Gone(session, environment).sentences();
  }

  @Override
  public Optional<String> consoleUrl(String deploymentId) {
    return rehearsedMinute.isPresent()
        ? Optional.empty()
        : ConsolePages.deployment(deploymentId, environment.region(), endpoint());
  }

  @Override
  public Optional<String> foreignEndpoint() {
    return rehearsedMinute.isPresent()
        ? Optional.empty()
        : ConsolePages.foreign(endpoint()).map(URI::toString);
  }

  private Optional<URI> endpoint() {
    return ConsolePages.endpoint(codeDeploy);
  }

  @Override
  public String statusCommand() {
    return "mvn xacct:status -Denv=" + environment.name();
  }

  @Override
  public String followCommand() {
    return "mvn xacct:wait -Denv=" + environment.name();
  }

  @Override
  public String stopCommand(String deploymentId) {
    return stopCommand(deploymentId, environment);
  }

  static String stopCommand(String deploymentId, Environment environment) {
    return "aws deploy stop-deployment --deployment-id "
        + deploymentId
        + " --auto-rollback-enabled --region "
        + environment.region();
  }
}
