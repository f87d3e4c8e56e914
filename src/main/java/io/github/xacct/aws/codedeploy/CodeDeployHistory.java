package io.github.xacct.aws.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.History;
import io.github.xacct.model.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.AppSpecContent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** Reads the past deployments of a deployment group from CodeDeploy. */
public final class CodeDeployHistory implements History {
  /** The smaller of the two limits that AWS documents for BatchGetDeployments. */
  private static final int AT_ONCE = 25;

  private static final Pattern TASK_DEFINITION =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:task-definition/[\\w-]+:\\d+");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Environment environment;
  private final AwsSession session;
  private final CodeDeployClient codeDeploy;
  private final BriefReads briefReads;

  /** Which reads are optional for the output, and so are retried only briefly. */
  private enum BriefReads {
    NONE,
    TASK_DEFINITIONS,
    ALL
  }

  public CodeDeployHistory(AwsSession session, Environment environment) {
    this(session, environment, BriefReads.NONE);
  }

  private CodeDeployHistory(AwsSession session, Environment environment, BriefReads briefReads) {
    this.environment = environment;
    this.session = session;
    this.codeDeploy =
        briefReads == BriefReads.ALL
            ? session.briefClient(CodeDeployClient.builder())
            : session.client(CodeDeployClient.builder());
    this.briefReads = briefReads;
  }

  /** Returns a reader that retries reads of task definitions only briefly, as they are optional. */
  public CodeDeployHistory withBriefTaskDefinitions() {
    return new CodeDeployHistory(session, environment, BriefReads.TASK_DEFINITIONS);
  }

  /** Returns a reader that retries all reads only briefly, as they are optional. */
  public CodeDeployHistory withBriefReads() {
    return new CodeDeployHistory(session, environment, BriefReads.ALL);
  }

  @Override
  public List<Past> last(int count) {
    return ask(
        BriefReads.ALL,
        "Cannot read the deployments of group " + environment.deploymentGroup() + ".",
        () -> {
          var ids =
              DeploymentIds.of(
                      codeDeploy,
                      r ->
                          r.applicationName(environment.application())
                              .deploymentGroupName(environment.deploymentGroup()))
                  .limit(count)
                  .toList();
          var past = new ArrayList<Past>();
          for (int from = 0; from < ids.size(); from += AT_ONCE) {
            past.addAll(details(ids.subList(from, Math.min(from + AT_ONCE, ids.size()))));
          }
          past.sort(Comparator.comparing(Past::created).reversed());
          return List.copyOf(past);
        });
  }

  /** Reads a deployment by its ID, without the list. */
  @Override
  public Optional<Past> find(String id) {
    return ask(
        BriefReads.ALL,
        "Cannot read deployment " + id + ".",
        () ->
            infos(List.of(id)).stream()
                .filter(info -> environment.application().equals(info.applicationName()))
                .filter(info -> environment.deploymentGroup().equals(info.deploymentGroupName()))
                .map(CodeDeployHistory::past)
                .findFirst());
  }

  private List<Past> details(List<String> ids) {
    return infos(ids).stream().map(CodeDeployHistory::past).toList();
  }

  private List<DeploymentInfo> infos(List<String> ids) {
    var answer = codeDeploy.batchGetDeployments(r -> r.deploymentIds(ids));
    return answer.hasDeploymentsInfo()
        ? answer.deploymentsInfo()
        : AwsErrors.member("CodeDeploy BatchGetDeployments", "deploymentsInfo", null);
  }

  private static Past past(DeploymentInfo info) {
    return new Past(
        info.deploymentId(),
        CodeDeployStates.status(info),
        Optional.ofNullable(info.createTime()).orElse(Instant.EPOCH),
        Optional.ofNullable(info.completeTime()),
        Optional.ofNullable(info.description()).orElse(""),
        info.creator() == DeploymentCreator.CODE_DEPLOY_ROLLBACK,
        CodeDeployStates.error(info),
        Optional.ofNullable(info.revision())
            .map(RevisionLocation::appSpecContent)
            .map(AppSpecContent::sha256));
  }

  /** Read by GetApplicationRevision: GetDeployment does not return the AppSpec's content. */
  @Override
  public Optional<String> taskDefinition(Past past) {
    return past.revision()
        .flatMap(
            sha256 ->
                ask(
                    BriefReads.TASK_DEFINITIONS,
                    "Cannot read the AppSpec of deployment " + past.id() + ".",
                    () -> appSpec(sha256)))
        .flatMap(CodeDeployHistory::taskDefinition);
  }

  /** Makes a call, briefly if these reads are retried only briefly. */
  private <T> T ask(BriefReads from, String problem, Supplier<T> call) {
    return briefReads.compareTo(from) >= 0
        ? session.briefly(problem, call)
        : session.patiently(problem, call);
  }

  /** Empty if CodeDeploy has deleted the revision, as it does if no recent deployment used it. */
  private Optional<String> appSpec(String sha256) {
    var location =
        RevisionLocation.builder()
            .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
            .appSpecContent(a -> a.sha256(sha256))
            .build();
    try {
      var revision =
          codeDeploy
              .getApplicationRevision(
                  r -> r.applicationName(environment.application()).revision(location))
              .revision();
      return Optional.ofNullable(
              AwsErrors.member("CodeDeploy GetApplicationRevision", "revision", revision)
                  .appSpecContent())
          .map(AppSpecContent::content);
    } catch (RevisionDoesNotExistException e) {
      return Optional.empty();
    }
  }

  /** Found by its value, not its key: CodeDeploy accepts keys in any case. */
  private static Optional<String> taskDefinition(String appSpec) {
    try {
      JsonNode tree = YAML.readTree(appSpec);
      var found = TASK_DEFINITION.matcher(tree.toString());
      return found.find() ? Optional.of(found.group()) : Optional.empty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
