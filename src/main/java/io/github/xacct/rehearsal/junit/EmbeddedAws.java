package io.github.xacct.rehearsal.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An AWS on this machine for tests: accounts with a registry, and in each environment a service
 * behind a load balancer that CodeDeploy deploys to. AWS clients reach it at {@link #endpoint} with
 * the variables of {@link #environment(String) an account}; the methods here cover what tests need
 * most often. {@link #close} ends all of it.
 *
 * <pre>{@code
 * try (var aws = EmbeddedAws.builder().environment("test", "222222222222").start()) {
 *   String image = aws.push(Path.of("target/classes"), "com.example.App");
 *   aws.deploy("test", image).awaitSuccess();
 *   assertEquals(200, aws.ask("test", "/").statusCode());
 * }
 * }</pre>
 */
public final class EmbeddedAws implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RehearsalPlan plan;
  private final Rehearsal rehearsal;
  private final AutoCloseable afterwards;

  EmbeddedAws(
      RehearsalPlan plan, java.util.function.Consumer<String> log, AutoCloseable afterwards) {
    this.plan = plan;
    this.afterwards = afterwards;
    this.rehearsal = Rehearsal.start(plan, log);
  }

  /** Returns a builder with defaults. */
  public static EmbeddedAwsBuilder builder() {
    return new EmbeddedAwsBuilder();
  }

  /** Returns the URL of the APIs of all services. */
  public URI endpoint() {
    return rehearsal.endpoint();
  }

  /** Returns the folder of its images, task logs and saved state. */
  public Path folder() {
    return plan.stateFolder();
  }

  /** Returns the rehearsal behind it, for everything else. */
  public Rehearsal rehearsal() {
    return rehearsal;
  }

  /** Returns access keys of an administrator of an account. */
  public Keys administrator(String account) {
    return rehearsal.administrator(new AccountId(account));
  }

  /** Returns environment variables that make an AWS client an administrator of an account. */
  public Map<String, String> environment(String account) {
    Keys keys = administrator(account);
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    variables.put("AWS_REGION", plan.toolsRegion().id());
    variables.put("AWS_DEFAULT_REGION", plan.toolsRegion().id());
    return variables;
  }

  /**
   * Pushes an image of a folder of classes without dependencies.
   *
   * @return image name with digest
   */
  public String push(Path classes, String mainClass) {
    try {
      return upload().classes(classes, mainClass);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Pushes the image of an OCI layout, such as {@code xacct:image}, skopeo, Buildpacks and Docker
   * create.
   *
   * @return image name with digest
   */
  public String pushLayout(Path folder) {
    try {
      return upload().layout(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageUpload upload() {
    JsonNode token = calls(plan.toolsAccount()).call("ecr", "GetAuthorizationToken", Json.object());
    byte[] login =
        Base64.getDecoder().decode(token.at("/authorizationData/0/authorizationToken").asText());
    return new ImageUpload(
        http,
        rehearsal.registryHost() + "/" + plan.repository().orElseThrow(),
        new String(login, StandardCharsets.UTF_8));
  }

  /** Registers a task definition with an image and creates a deployment of it. */
  public RunningDeployment deploy(String environment, String image) {
    RehearsedService service = service(environment);
    AwsCalls calls = calls(service.account());
    String arn =
        calls
            .call("ecs", "RegisterTaskDefinition", taskDefinition(service, image))
            .at("/taskDefinition/taskDefinitionArn")
            .asText();
    ObjectNode input =
        Json.object()
            .put("applicationName", service.application())
            .put("deploymentGroupName", service.deploymentGroup());
    input
        .putObject("revision")
        .put("revisionType", "AppSpecContent")
        .putObject("appSpecContent")
        .put("content", Json.write(appSpec(service, arn)));
    String id = calls.call("codedeploy", "CreateDeployment", input).path("deploymentId").asText();
    return new RunningDeployment(calls, id);
  }

  private static ObjectNode taskDefinition(RehearsedService service, String image) {
    ObjectNode definition =
        Json.object()
            .put("family", service.family())
            .put("networkMode", "awsvpc")
            .put("cpu", "256")
            .put("memory", "512");
    definition.putArray("requiresCompatibilities").add("FARGATE");
    service.executionRole().ifPresent(role -> definition.put("executionRoleArn", role.toString()));
    ObjectNode container =
        definition
            .putArray("containerDefinitions")
            .addObject()
            .put("name", service.containerName())
            .put("image", image);
    container.putArray("portMappings").addObject().put("containerPort", service.containerPort());
    container
        .putObject("logConfiguration")
        .put("logDriver", "awslogs")
        .putObject("options")
        .put("awslogs-group", service.logGroup())
        .put("awslogs-region", service.region().id())
        .put("awslogs-stream-prefix", "ecs");
    return definition;
  }

  private static ObjectNode appSpec(RehearsedService service, String taskDefinition) {
    ObjectNode root = Json.object().put("version", "0.0");
    ObjectNode properties =
        root.putArray("Resources")
            .addObject()
            .putObject("TargetService")
            .put("Type", "AWS::ECS::Service")
            .putObject("Properties")
            .put("TaskDefinition", taskDefinition);
    properties
        .putObject("LoadBalancerInfo")
        .put("ContainerName", service.containerName())
        .put("ContainerPort", service.containerPort());
    return root;
  }

  /** Sends a GET request to the production listener of an environment. */
  public HttpResponse<String> ask(String environment, String path) {
    URI url = rehearsal.productionUrl(environment).orElseThrow().resolve(path);
    return AwsCalls.send(http, HttpRequest.newBuilder(url).timeout(PATIENCE).build());
  }

  private RehearsedService service(String environment) {
    return plan.services().stream()
        .filter(service -> service.environment().equals(environment))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("There is no environment " + environment + "."));
  }

  private AwsCalls calls(AccountId account) {
    return new AwsCalls(http, endpoint(), rehearsal.administrator(account), plan.toolsRegion());
  }

  @Override
  public void close() {
    rehearsal.close();
    try {
      afterwards.close();
    } catch (Exception e) {
      throw new IllegalStateException("The folder of the embedded AWS cannot be deleted", e);
    }
  }
}
