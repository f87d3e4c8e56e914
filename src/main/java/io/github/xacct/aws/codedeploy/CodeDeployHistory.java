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

/** The deployments of a deployment group, as CodeDeploy keeps them. */
public final class CodeDeployHistory implements History {
  /** The smaller of the two limits of BatchGetDeployments that AWS documents. */
  private static final int AT_ONCE = 25;

  private static final Pattern TASK_DEFINITION =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:task-definition/[\\w-]+:\\d+");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Environment environment;
  private final AwsSession session;
  private final CodeDeployClient codeDeploy;
  private final Adornment adornment;

  /** What of it only adorns what is shown, so that nobody waits long for it. */
  private enum Adornment {
    NOTHING,
    TASK_DEFINITIONS,
    ALL
  }

  public CodeDeployHistory(AwsSession session, Environment environment) {
    this(session, environment, Adornment.NOTHING);
  }

  private CodeDeployHistory(AwsSession session, Environment environment, Adornment adornment) {
    this.environment = environment;
    this.session = session;
    this.codeDeploy =
        adornment == Adornment.ALL
            ? session.briefClient(CodeDeployClient.builder())
            : session.client(CodeDeployClient.builder());
    this.adornment = adornment;
  }

  /** The same where the task definitions only adorn what is shown: nobody waits long for them. */
  public CodeDeployHistory adorning() {
    return new CodeDeployHistory(session, environment, Adornment.TASK_DEFINITIONS);
  }

  /** The same where even the list of deployments only adorns. */
  public CodeDeployHistory adorningOnly() {
    return new CodeDeployHistory(session, environment, Adornment.ALL);
  }

  @Override
  public List<Past> last(int count) {
    return ask(
        Adornment.ALL,
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

  /** By its ID, so that the list is not needed. */
  @Override
  public Optional<Past> find(String id) {
    return ask(
        Adornment.ALL,
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

  /** GetDeployment hides the AppSpec's text; GetApplicationRevision has it. */
  @Override
  public Optional<String> taskDefinition(Past past) {
    return past.revision()
        .flatMap(
            sha256 ->
                ask(
                    Adornment.TASK_DEFINITIONS,
                    "Cannot read the AppSpec of deployment " + past.id() + ".",
                    () -> appSpec(sha256)))
        .flatMap(CodeDeployHistory::taskDefinition);
  }

  /** Briefly, if that or more is adornment. */
  private <T> T ask(Adornment from, String problem, Supplier<T> call) {
    return adornment.compareTo(from) >= 0
        ? session.briefly(problem, call)
        : session.patiently(problem, call);
  }

  /** CodeDeploy forgets revisions that no deployment of late has used. */
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

  /** Wherever it stands and however its key is written: CodeDeploy reads keys in any case. */
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
