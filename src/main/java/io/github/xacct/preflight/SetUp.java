package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Digest;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.RegisteredImage;
import java.util.List;
import java.util.Optional;

/**
 * Reads resources of the two accounts that several sections check. If a resource is missing and has
 * its own check, the checks that depend on it are skipped by a {@link Skip}.
 */
final class SetUp {
  final Intent intent;
  final Facts facts;
  final Environment environment;

  SetUp(Intent intent, Facts facts) {
    this.intent = intent;
    this.facts = facts;
    this.environment = intent.environment();
  }

  /** The evidence for a question that found nothing. */
  String evidence(Question question) {
    String words = facts.ask(question).words();
    return words.isEmpty()
        ? "AWS answered " + question.action() + " with nothing."
        : "AWS said: " + words;
  }

  /** The builder's identity, as GetCallerIdentity returns it. */
  JsonNode caller() {
    var answer = facts.ask(Question.builder("sts:GetCallerIdentity"));
    if (answer.kind() != Answer.Kind.FOUND) {
      throw new Skip("the AWS credentials could not be verified (identity.caller)");
    }
    return answer.json();
  }

  /** Whether the builder's credentials are of the development account. */
  boolean isDevelopmentAccount() {
    return caller().path("Account").asText().equals(intent.registry().account().value());
  }

  void needDevelopmentAccount() {
    if (!isDevelopmentAccount()) {
      throw new Skip("the caller is of another account (identity.account)");
    }
  }

  /** The result of assuming the deploy role; the builder itself if there is no role. */
  Answer assumedRole() {
    return facts.ask(assumeRole());
  }

  static Question assumeRole() {
    return Question.builder("sts:AssumeRole");
  }

  Question describeRepository() {
    return ofRegistry("ecr:DescribeRepositories")
        .with("repositoryNames", List.of(intent.registry().repository()));
  }

  Optional<JsonNode> repository() {
    needDevelopmentAccount();
    return facts
        .find(describeRepository())
        .map(answer -> answer.path("repositories").path(0))
        .filter(JsonNode::isObject);
  }

  JsonNode needRepository() {
    String why =
        intent.registry().createRepository()
            ? "the repository is not there yet"
            : "there is no repository (registry.repository)";
    return repository().orElseThrow(() -> new Skip(why));
  }

  Question ofRepository(String action) {
    return ofRegistry(action).with("repositoryName", intent.registry().repository());
  }

  private Question ofRegistry(String action) {
    return Question.builder(action).with("registryId", intent.registry().account().value());
  }

  /** Whether the repository still has an image. */
  boolean holds(Digest digest) {
    needRepository();
    var id = JsonNodeFactory.instance.arrayNode();
    id.addObject().put("imageDigest", digest.value());
    return facts.find(ofRepository("ecr:DescribeImages").with("imageIds", id)).isPresent();
  }

  Question describeService() {
    return Question.target("ecs:DescribeServices")
        .with("cluster", environment.cluster())
        .with("services", List.of(environment.service()));
  }

  Optional<JsonNode> service() {
    return facts
        .find(describeService())
        .map(answer -> answer.path("services").path(0))
        .filter(JsonNode::isObject);
  }

  /** Whether ECS itself deploys the service; CodeDeploy is assumed if that cannot be read. */
  boolean byEcs() {
    return EcsService.is(facts.ask(describeService()).json().path("services").path(0));
  }

  EcsService ecs() {
    return new EcsService(this);
  }

  JsonNode needService() {
    return service().orElseThrow(() -> new Skip("there is no service (service.exists)"));
  }

  /** The service, if it is ACTIVE. */
  JsonNode needActiveService() {
    var service = needService();
    if (!service.path("status").asText().equals("ACTIVE")) {
      throw new Skip("the service is not ACTIVE (service.active)");
    }
    return service;
  }

  /** The task set with the production traffic. */
  Optional<JsonNode> primary() {
    return JsonLists.stream(needActiveService().path("taskSets"))
        .filter(
            set ->
                Reported.of(TaskSetStatus.class, set.path("status").asText())
                    .is(TaskSetStatus.PRIMARY))
        .findFirst();
  }

  JsonNode needPrimary() {
    boolean foreign = new DeploymentRules(environment).controller(needActiveService()).isPresent();
    String why =
        foreign
            ? "the service has no task sets (service.controller)"
            : "the service has no primary task set";
    return primary().orElseThrow(() -> new Skip(why));
  }

  /** ARN of the revision with the production traffic. */
  Optional<String> runningTaskDefinition() {
    return primary()
        .or(() -> byEcs() ? ecs().servingRevision() : Optional.empty())
        .or(() -> Optional.of(needActiveService()))
        .map(s -> s.path("taskDefinition").asText())
        .filter(arn -> !arn.isEmpty());
  }

  /** A registered revision, by its ARN. */
  Optional<JsonNode> taskDefinition(String arn) {
    return facts
        .find(Question.target("ecs:DescribeTaskDefinition").with("taskDefinition", arn))
        .map(answer -> answer.path("taskDefinition"));
  }

  /** The app's image in a registered revision, if it is in the configured repository. */
  Optional<ImageReference> imageOf(JsonNode taskDefinition) {
    return RegisteredImage.of(taskDefinition.toString(), intent.taskDefinition().containerName())
        .filter(image -> ours(image.repositoryUri()));
  }

  /**
   * Whether the URI is that of the configured repository; the port of a local registry may change.
   */
  boolean ours(String repositoryUri) {
    String ours = needRepository().path("repositoryUri").asText();
    return repositoryUri.replaceFirst(":\\d+/", "/").equals(ours.replaceFirst(":\\d+/", "/"));
  }

  /** The running image, if it is in the configured repository. */
  Optional<ImageReference> runningImage() {
    return runningTaskDefinition().flatMap(this::taskDefinition).flatMap(this::imageOf);
  }

  Optional<JsonNode> group() {
    return facts
        .find(ofGroup("codedeploy:GetDeploymentGroup"))
        .map(g -> g.path("deploymentGroupInfo"));
  }

  Question ofGroup(String action) {
    return Question.target(action)
        .with("applicationName", environment.application())
        .with("deploymentGroupName", environment.deploymentGroup());
  }

  /** The deployment group, if it is one for ECS. */
  JsonNode needGroup() {
    var group = group().orElseThrow(() -> new Skip("there is no deployment group (group.exists)"));
    if (new DeploymentRules(environment).platform(group).isPresent()) {
      throw new Skip("the deployment group is not one for ECS (group.platform)");
    }
    return group;
  }

  /** The name of the deployment configuration to use. */
  String configuration() {
    return environment
        .deploymentConfiguration()
        .orElseGet(() -> needGroup().path("deploymentConfigName").asText());
  }

  /** A role of the target account. */
  Optional<JsonNode> role(RoleArn role) {
    return facts.find(getRole(role)).map(answer -> answer.path("Role"));
  }

  static Question getRole(RoleArn role) {
    return Question.target("iam:GetRole").with("RoleName", role.name());
  }

  /** The group's service role for CodeDeploy. */
  RoleArn groupRole() {
    String arn = needGroup().path("serviceRoleArn").asText();
    try {
      return RoleArn.parse(arn, environment.region().partition(), environment.account());
    } catch (IllegalArgumentException e) {
      throw new Skip("the deployment group names no role: '" + arn + "'");
    }
  }
}
