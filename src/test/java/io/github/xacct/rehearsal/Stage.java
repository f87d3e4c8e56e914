package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.codedeploy.HookFunctions;
import io.github.xacct.rehearsal.codedeploy.SubmittedAppSpec;
import io.github.xacct.rehearsal.elb.ServerCertificates;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.setup.PlannedIdentities;
import io.github.xacct.rehearsal.setup.PlannedSetUp;
import io.github.xacct.rehearsal.state.Certificates;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AnswerCheck;
import io.github.xacct.rehearsal.wire.ApiResponse;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.RequestCheck;
import io.github.xacct.rehearsal.wire.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A rehearsed service with its registry, and the calls of the tests. */
public final class Stage implements AutoCloseable {
  static final AccountId TARGET = new AccountId("222222222222");
  static final String SECRET = "arn:aws:secretsmanager:eu-central-1:222222222222:secret:password";
  static final Caller DEPLOYER =
      new Caller(
          TARGET,
          "arn:aws:sts::222222222222:assumed-role/deploy/test",
          "arn:aws:iam::222222222222:role/deploy",
          "AROA:test");
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  final RegistryStub registry;
  final ResourceStore store = new ResourceStore();
  final Compute compute;
  final List<String> log = new CopyOnWriteArrayList<>();

  /** The settings that tests vary. */
  record Setting(
      Path folder,
      Set<Fault> faults,
      String configuration,
      Optional<Integer> readyWait,
      int terminationWait,
      Pace pace,
      List<RehearsedFunction> functions) {

    static Setting in(Path folder) {
      return new Setting(
          folder,
          Set.of(),
          "CodeDeployDefault.ECSAllAtOnce",
          Optional.empty(),
          1,
          Pace.of(Duration.ofMillis(100)),
          List.of());
    }

    Setting with(Fault... some) {
      return new Setting(
          folder, Set.of(some), configuration, readyWait, terminationWait, pace, functions);
    }

    Setting configured(String name) {
      return new Setting(folder, faults, name, readyWait, terminationWait, pace, functions);
    }

    Setting readyWait(int minutes) {
      return new Setting(
          folder, faults, configuration, Optional.of(minutes), terminationWait, pace, functions);
    }

    Setting minute(int millis) {
      return pace(Pace.of(Duration.ofMillis(millis)));
    }

    Setting pace(Pace other) {
      return new Setting(
          folder, faults, configuration, readyWait, terminationWait, other, functions);
    }

    Setting functions(RehearsedFunction... some) {
      return new Setting(
          folder, faults, configuration, readyWait, terminationWait, pace, List.of(some));
    }

    Setting terminationWait(int minutes) {
      return new Setting(folder, faults, configuration, readyWait, minutes, pace, functions);
    }
  }

  Stage(Setting setting) throws IOException {
    this(setting, new RegistryStub());
  }

  Stage(Setting setting, RegistryStub registry) {
    this.registry = registry;
    RehearsedService service =
        RehearsedServiceBuilder.named("test", TARGET, "web")
            .taskRoles(Optional.of(new RoleArn("aws", TARGET, "exec")), Optional.empty())
            .service("apps", "web")
            .deployedBy("web-app", "web-group")
            .deploymentConfiguration(setting.configuration())
            .readyWait(setting.readyWait())
            .terminationWait(setting.terminationWait())
            .logGroup("/web")
            .needs(new Needs(Set.of(SECRET), Set.of(), Set.of("check-it")))
            .functions(setting.functions())
            .build();
    RehearsalPlan plan =
        RehearsalPlan.in(setting.folder())
            .repository("web")
            .service(service)
            .minute(setting.pace().minute())
            .faults(setting.faults())
            .build();
    PlannedIdentities.put(plan, store);
    PlannedSetUp.put(store, plan);
    compute =
        new Compute(
            plan,
            setting.pace(),
            store,
            caller -> caller.account().value(),
            registry::host,
            log::add,
            lastGood -> {},
            new ServerCertificates(setting.folder(), Certificates.of(store)),
            new NoEndpoint());
  }

  /** The host of functions that call no API. */
  private static final class NoEndpoint implements HookFunctions.Host {
    @Override
    public URI endpoint() {
      return URI.create("http://127.0.0.1:1");
    }

    @Override
    public Keys keys(RoleArn role, String sessionName) {
      return new Keys("ASIA", "secret", Optional.of("token"));
    }
  }

  JsonNode call(String service, String operation, String json) {
    return call(DEPLOYER, service, operation, json);
  }

  JsonNode call(Caller caller, String service, String operation, String json) {
    return answer(caller, service, operation, (ObjectNode) json(json));
  }

  private JsonNode answer(Caller caller, String service, String operation, ObjectNode input) {
    return answer(api(service), call(caller, operation, input));
  }

  private static Call call(Caller caller, String operation, ObjectNode input) {
    return new Call(caller, "eu-central-1", operation, input, "request-1");
  }

  private Service api(String service) {
    return compute.services().stream()
        .filter(s -> s.signingName().equals(service))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the text of a response. */
  String raw(Caller caller, String service, String operation, ObjectNode input) {
    Call call = call(caller, operation, input);
    return ApiResponse.ok(api(service), call, answer(api(service), call)).body();
  }

  /** Answers a call like the server. */
  private static ObjectNode answer(Service api, Call call) {
    try {
      new RequestCheck(api, call).demandShape().demandSimulated();
      ObjectNode answer = api.answer(call);
      AnswerCheck.answered(api, call, answer);
      return answer;
    } catch (AwsError e) {
      AnswerCheck.refused(api, call, e);
      throw e;
    }
  }

  /** Parses JSON with single quotes, for readable tests. */
  public static JsonNode json(String text) {
    return parse(text.replace('\'', '"'));
  }

  private static JsonNode parse(String text) {
    try {
      return Json.JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Registers a task definition with this image and returns its ARN. */
  String register(String image) {
    return register(image, "");
  }

  String register(String image, String more) {
    return register("FARGATE", image, more);
  }

  /** Registers a task definition of another launch type and returns its ARN. */
  String registerFor(String launchType, String image) {
    return register(launchType, image, "");
  }

  private String register(String launchType, String image, String more) {
    return call(
            "ecs",
            "RegisterTaskDefinition",
            """
            {'family':'web','networkMode':'awsvpc','requiresCompatibilities':['%s'],
             'cpu':'256','memory':'512','executionRoleArn':'arn:aws:iam::222222222222:role/exec',
             'containerDefinitions':[{'name':'web','image':'%s',
               'portMappings':[{'containerPort':8080}],%s
               'logConfiguration':{'logDriver':'awslogs','options':
                 {'awslogs-group':'/web','awslogs-region':'eu-central-1',
                  'awslogs-stream-prefix':'ecs'}}}]}
            """
                .formatted(launchType, image, more))
        .at("/taskDefinition/taskDefinitionArn")
        .asText();
  }

  /** Creates a deployment of this task definition and returns its ID. */
  String deploy(String taskDefinition) {
    return deploy(taskDefinition, "");
  }

  static String appSpec(String taskDefinition, String hooks) {
    return """
    version: 0.0
    Resources:
      - TargetService:
          Type: AWS::ECS::Service
          Properties:
            TaskDefinition: "%s"
            LoadBalancerInfo:
              ContainerName: web
              ContainerPort: 8080
    %s
    """
        .formatted(taskDefinition, hooks);
  }

  /** Creates a deployment with hooks and returns its ID. */
  String deploy(String taskDefinition, String hooks) {
    String appSpec = appSpec(taskDefinition, hooks);
    ObjectNode input =
        Json.object().put("applicationName", "web-app").put("deploymentGroupName", "web-group");
    input
        .putObject("revision")
        .put("revisionType", "AppSpecContent")
        .putObject("appSpecContent")
        .put("content", appSpec)
        .put("sha256", SubmittedAppSpec.sha256(appSpec));
    return parse(raw(DEPLOYER, "codedeploy", "CreateDeployment", input))
        .path("deploymentId")
        .asText();
  }

  JsonNode deployment(String id) {
    return call("codedeploy", "GetDeployment", "{'deploymentId':'" + id + "'}")
        .path("deploymentInfo");
  }

  /** Returns the target; the missing node while AWS reports that the deployment has not started. */
  JsonNode target(String id) {
    try {
      return startedTarget(id);
    } catch (AwsError e) {
      assertThat(e.code()).isEqualTo("DeploymentNotStartedException");
      return MissingNode.getInstance();
    }
  }

  private JsonNode startedTarget(String id) {
    return call(
            "codedeploy",
            "GetDeploymentTarget",
            "{'deploymentId':'" + id + "','targetId':'apps:web'}")
        .at("/deploymentTarget/ecsTarget");
  }

  String status(String id) {
    return deployment(id).path("status").asText();
  }

  void awaitStatus(String id, String status) {
    awaitThat(
        () -> status(id).equals(status),
        () -> status(id) + " " + service().path("events").findValuesAsText("message"));
  }

  /** Waits for the rollback of a deployment and returns its ID. */
  String awaitRollback(String id) {
    awaitThat(
        () -> deployment(id).at("/rollbackInfo").has("rollbackDeploymentId"), () -> status(id));
    return deployment(id).at("/rollbackInfo/rollbackDeploymentId").asText();
  }

  JsonNode service() {
    return call("ecs", "DescribeServices", "{'cluster':'apps','services':['web']}")
        .at("/services/0");
  }

  String get(URI base, String path) throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(base.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  String get(String path) throws IOException, InterruptedException {
    return get(compute.environments().productionUrl("test").orElseThrow(), path);
  }

  public static void awaitThat(
      BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
    long deadline = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen in time; now: " + otherwise.get());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    compute.close();
    registry.close();
  }
}
