package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.LostAnswers;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Needed;
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
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentAlreadyCompletedException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentIsNotInReadyStateException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentStatusException;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/** Creates, reads, continues and stops deployments of one CodeDeploy deployment group. */
public final class CodeDeployEngine extends AccountEngine {
  /** How long CodeDeploy may answer that a deployment that was just created does not exist. */
  private static final Duration APPEARS = Duration.ofMinutes(1);

  private final Environment environment;
  private final AwsSession session;
  private final CodeDeployClient codeDeploy;
  private final CodeDeployClient creating;
  private final EcsClient ecs;
  private final CodeDeployTargets targets;
  private final OptionalReads optionalReads;
  private final TaskSetLabels labels;
  private final DeploymentSearch own;

  /** Creates an engine that does not warn of what it cannot read. */
  public CodeDeployEngine(
      AwsSession session, Environment environment, Optional<Duration> rehearsedMinute) {
    this(session, environment, rehearsedMinute, unseen -> {});
  }

  /**
   * Creates the engine of one environment.
   *
   * @param session a session in the environment's account
   * @param rehearsedMinute in a rehearsal, the length of its minute; there is no console then
   * @param warn receives warnings of what cannot be read, and why
   */
  public CodeDeployEngine(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    super(environment, rehearsedMinute);
    this.session = session;
    this.environment = environment;
    this.codeDeploy = session.client(CodeDeployClient.builder());
    this.creating = session.clientWithoutRetries(CodeDeployClient.builder());
    this.ecs = session.client(EcsClient.builder());
    this.optionalReads = new OptionalReads(session.clock());
    this.targets = new CodeDeployTargets(session, environment, warn);
    this.labels = new TaskSetLabels(targets::read);
    this.own = new DeploymentSearch(environment, codeDeploy);
  }

  @Override
  public String name() {
    return "CodeDeploy";
  }

  @Override
  protected SdkClient client() {
    return codeDeploy;
  }

  @Override
  public TargetAccountState look() {
    return look(Needed.ALL);
  }

  @Override
  public TargetAccountState look(Needed needed) {
    return look(reader(needed));
  }

  /** Reads the state, with the service as it has just been read. */
  public TargetAccountState look(Needed needed, OptionalReads.Result<Optional<Service>> service) {
    return look(reader(needed).of(service));
  }

  private TargetAccountReader reader(Needed needed) {
    return new TargetAccountReader(session, environment, codeDeploy, ecs, optionalReads, needed);
  }

  private TargetAccountState look(TargetAccountReader reader) {
    return timed(reader.look(group -> own.recordNewest(group.lastAttemptedDeployment())));
  }

  @Override
  public String start(Revision revision, String description) {
    String problem =
        "Cannot create a deployment in group %s/%s."
            .formatted(environment.application(), environment.deploymentGroup());
    return AwsErrors.ask(
        problem,
        () -> {
          try {
            return create(revision, description);
          } catch (DeploymentLimitExceededException e) {
            return own.inFlight(e, description)
                .orElseThrow(() -> new Occupied(AwsErrors.exception(problem, e)));
          } catch (SdkException e) {
            if (LostAnswers.isRefusal(e, "CreateDeployment")) {
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

  @Override
  public Optional<String> find(String description) {
    return AwsErrors.ask(
        "Cannot look for the deployment that may have been created.",
        () -> own.listed(description));
  }

  @Override
  public Optional<String> ofRun(String run) {
    return AwsErrors.ask(
        "Cannot look for the deployment of run " + run + ".", () -> own.ofRun(run));
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".", () -> own.isOf(deploymentId, run));
  }

  @Override
  public DeploymentState state(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> {
          try {
            // Read the target second: if it were first, a deployment could end between the two
            // reads and its last events would never be reported.
            var info = own.info(deploymentId);
            var target = targets.read(deploymentId);
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
            return false; // no longer waiting, perhaps because of our own request whose response
            // was lost
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
    return new DeletedResources(session, environment).sentences();
  }

  @Override
  protected Optional<String> page(String deploymentId, Optional<URI> endpoint) {
    return ConsolePages.deployment(deploymentId, environment.region(), endpoint);
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
