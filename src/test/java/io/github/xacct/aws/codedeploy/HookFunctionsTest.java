package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Code;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Command;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Handler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** Hooks whose functions run on this machine. */
class HookFunctionsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  /** A failed hook before Install ends the deployment before any image is pulled. */
  private static final ImageReference NOWHERE =
      ImageReference.parse("127.0.0.1:1/none@sha256:" + "0".repeat(64));

  @TempDir Path folder;

  @Test
  void theFunctionOfEachHookIsInvokedWithItsEventAndDecides() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    var hooks = new EnumMap<LifecycleHook, String>(LifecycleHook.class);
    Arrays.stream(LifecycleHook.values()).forEach(hook -> hooks.put(hook, "shell"));
    hooks.put(LifecycleHook.BEFORE_INSTALL, "java");
    try (var aws =
            RehearsedAws.in(folder)
                .terminationWait(0)
                .hooks(hooks)
                .functions(
                    function("java", handler(""), Map.of("STATUS", "Succeeded")),
                    function(
                        "shell",
                        new Command("cat > $OUT/new && mv $OUT/new $OUT/event; env"),
                        Map.of("OUT", events.toString())))
                .start();
        var session = aws.enter();
        var codeDeploy = client(aws, CodeDeployClient.builder());
        var logs = client(aws, CloudWatchLogsClient.builder())) {
      var engine = new CodeDeployEngine(session, aws.environment, Optional.empty());
      String id =
          engine.start(
              Revisions.of(aws.environment, register(session, aws, aws.push("1"))), "a test");
      var end =
          Deadline.await(
              () -> {
                answer(codeDeploy, events.resolve("event"));
                return engine.state(id);
              },
              state -> state.status().ended());

      assertThat(end.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
      assertThat(lines(logs, "java"))
          .contains(
              "java says Succeeded",
              "[/aws/lambda/java, arn:aws:lambda:eu-central-1:222222222222:function:java, 128,"
                  + " true, Optional.empty]")
          .anyMatch(line -> line.startsWith("Returned: {DeploymentId=" + id + ", Lifecycle"));
      assertThat(lines(logs, "shell"))
          .contains(
              "AWS_LAMBDA_FUNCTION_NAME=shell",
              "AWS_REGION=eu-central-1",
              "AWS_ENDPOINT_URL=" + aws.rehearsal.endpoint(),
              "AWS_CONFIG_FILE=/dev/null")
          .noneMatch(line -> line.startsWith("AWS_PROFILE="));
      assertThat(aws.calls)
          .filteredOn(call -> call.operation().equals("PutLifecycleEventHookExecutionStatus"))
          .hasSize(5)
          .first()
          .extracting(call -> call.callerArn())
          .isEqualTo("arn:aws:sts::222222222222:assumed-role/hooks/java");
      assertThat(aws.rehearsal.functionFailures("test")).isEmpty();
    }
  }

  @Test
  void whatAFunctionRefusesFails() throws Exception {
    var failure = failed(function("f", handler(""), Map.of("STATUS", "Failed")));
    assertThat(failure.why()).isEqualTo("It reported the status Failed");
    assertThat(failure.lastLines()).contains("f says Failed");
  }

  @Test
  void aFunctionThatBreaksFailsWithItsLastWords() throws Exception {
    var failure = failed(function("f", handler("::streams"), Map.of()));
    assertThat(failure.why()).isEqualTo("Runtime exited with error: exit status 1");
    assertThat(failure.lastLines())
        .hasSize(2)
        .startsWith("java.lang.IllegalStateException: the table orders is missing")
        .last()
        .asString()
        .startsWith("\tat io.github.xacct.aws.codedeploy.AnsweringHook.streams(");

    assertThat(failed(function("f", handler("$Streaming"), Map.of())).lastLines())
        .startsWith("java.lang.IllegalStateException: f streams");

    assertThat(failed(function("f", new Command("echo no; exit 3"), Map.of())))
        .isEqualTo(
            new FunctionFailure(
                failure.service(),
                "f",
                "BeforeInstall",
                "Runtime exited with error: exit status 3",
                List.of("no")));
  }

  @Test
  void aFunctionIsEndedAtItsTimeout() throws Exception {
    var java =
        new RehearsedFunction(
            "f", handler("::hangs"), Optional.of(Duration.ofSeconds(1)), Map.of(), HERE);
    assertThat(failed(java))
        .returns("Task timed out after 1.00 seconds", FunctionFailure::why)
        .returns(
            List.of(
                "waiting for [DeploymentId, LifecycleEventHookExecutionId]",
                "Task timed out after 1.00 seconds"),
            FunctionFailure::lastLines);

    var shell =
        new RehearsedFunction(
            "f", new Command("sleep 600"), Optional.of(Duration.ofMillis(10)), Map.of(), HERE);
    assertThat(failed(shell).why()).isEqualTo("Task timed out after 0.01 seconds");
  }

  @Test
  void aFunctionEndsWithTheRehearsal() throws Exception {
    ProcessHandle sleeping;
    try (var aws =
            RehearsedAws.in(folder)
                .hooks(Map.of(LifecycleHook.BEFORE_INSTALL, "f"))
                .functions(function("f", new Command("echo $$; exec sleep 600"), Map.of()))
                .start();
        var session = aws.enter();
        var logs = client(aws, CloudWatchLogsClient.builder())) {
      new CodeDeployEngine(session, aws.environment, Optional.empty())
          .start(Revisions.of(aws.environment, register(session, aws, NOWHERE)), "a test");
      String pid = Deadline.await(() -> firstLine(logs), line -> !line.isEmpty());
      sleeping = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
    sleeping.onExit().get(180, TimeUnit.SECONDS);
  }

  private static String firstLine(CloudWatchLogsClient logs) {
    try {
      return lines(logs, "f").stream().findFirst().orElse("");
    } catch (ResourceNotFoundException e) {
      return ""; // not started yet
    }
  }

  @Test
  void aFunctionMayDoWhatItsRoleMay() throws Exception {
    var denied =
        failed(
            function("f", handler(""), Map.of("STATUS", "Succeeded")),
            role -> role.putArray("Policies"));
    assertThat(denied.lastLines())
        .anyMatch(
            line ->
                line.contains(
                    "User: arn:aws:sts::222222222222:assumed-role/hooks/f is not authorized to"
                        + " perform: codedeploy:PutLifecycleEventHookExecutionStatus on resource:"
                        + " * because no identity-based policy allows the"
                        + " codedeploy:PutLifecycleEventHookExecutionStatus action"));
    var untrusted =
        failed(
            function("f", new Command("true"), Map.of()),
            role -> role.remove("AssumeRolePolicyDocument"));
    assertThat(untrusted.why())
        .isEqualTo(
            "The role defined for the function cannot be assumed by Lambda:"
                + " arn:aws:iam::222222222222:role/hooks");
  }

  private FunctionFailure failed(RehearsedFunction function) throws Exception {
    return failed(function, role -> {});
  }

  /** Returns the function failure of a deployment whose first hook fails. */
  private FunctionFailure failed(RehearsedFunction function, Consumer<ObjectNode> change)
      throws Exception {
    try (var aws =
            RehearsedAws.in(folder)
                .hooks(Map.of(LifecycleHook.BEFORE_INSTALL, "f"))
                .functions(function)
                .start();
        var session = aws.enter()) {
      aws.rehearsal
          .store()
          .edit(Identities.place(aws.environment.account()), Identity.ROLE, "hooks", change);
      var engine = new CodeDeployEngine(session, aws.environment, Optional.empty());
      String id =
          engine.start(Revisions.of(aws.environment, register(session, aws, NOWHERE)), "a test");
      var end = Deadline.await(() -> engine.state(id), state -> state.status().ended());
      assertThat(end.status()).isEqualTo(DeploymentStatus.FAILED);
      return aws.rehearsal.functionFailures("test").get(0);
    }
  }

  private static String register(AwsSession session, RehearsedAws aws, ImageReference image) {
    return new EcsTaskDefinitions(session).register(aws.taskDefinition(image)).arn();
  }

  private static RehearsedFunction function(
      String name, Code code, Map<String, String> environment) {
    return new RehearsedFunction(name, code, Optional.empty(), environment, HERE);
  }

  private static Handler handler(String method) {
    return new Handler(
        AnsweringHook.class.getName() + method,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList());
  }

  /** Reports a hook's status, as a program other than the function may do. */
  private static void answer(CodeDeployClient codeDeploy, Path event) {
    try {
      if (Files.exists(event)) {
        JsonNode told = new ObjectMapper().readTree(Files.readString(event));
        Files.delete(event);
        codeDeploy.putLifecycleEventHookExecutionStatus(
            b ->
                b.deploymentId(told.path("DeploymentId").asText())
                    .lifecycleEventHookExecutionId(
                        told.path("LifecycleEventHookExecutionId").asText())
                    .status("Succeeded"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(CloudWatchLogsClient logs, String function) {
    return logs.filterLogEvents(b -> b.logGroupName("/aws/lambda/" + function)).events().stream()
        .map(event -> event.message())
        .toList();
  }

  private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      RehearsedAws aws, B builder) {
    var keys = aws.rehearsal.administrator(aws.environment.account());
    return builder
        .endpointOverride(aws.rehearsal.endpoint())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
