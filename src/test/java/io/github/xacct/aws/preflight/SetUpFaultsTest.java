package io.github.xacct.aws.preflight;

import static io.github.xacct.rehearsal.plan.SetUpFault.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.SetUpFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Each set-up fault is a real one: a deployment without checks fails, or loses what the fault
 * affects. They run in parallel; a test each reports the result.
 */
class SetUpFaultsTest {
  private static final String NOT_ALLOWED = "not authorized to perform: ";
  private static final String DB =
      "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf:password::";

  @TempDir static Path folder;

  private static final Map<SetUpFault, CompletableFuture<String>> OUTCOMES =
      new EnumMap<>(SetUpFault.class);
  private static ExecutorService workers;
  private static Prepared prepared;

  /** The expected result: a part of the line that {@link SetUpAttempt} returns. */
  private static String expected(SetUpFault fault) {
    return switch (fault) {
      case BUILDER_IN_OTHER_ACCOUNT -> NOT_ALLOWED + "ecr:DescribeImages";
      case CLOCK_SKEW -> "Signature expired";
      case REPOSITORY_MISSING -> "RepositoryNotFoundException";
      case TAGS_MUTABLE -> "the tag has moved";
      case SCAN_OFF -> "scans: false";
      case LIFECYCLE_TOO_EAGER -> "after a day: 1 image";
      case REPOSITORY_POLICY_MISSING,
          REPOSITORY_POLICY_OTHER_ACCOUNT,
          REPOSITORY_POLICY_OTHER_ROLE ->
          "no resource-based policy allows the ecr:BatchGetImage action";
      case REPOSITORY_POLICY_DENIES -> "with an explicit deny in a resource-based policy";
      case ROLE_MISSING, ROLE_TRUSTS_OTHER_ACCOUNT, ROLE_TRUSTS_OTHER_ROLE, EXTERNAL_ID_DIFFERS ->
          NOT_ALLOWED + "sts:AssumeRole";
      case SESSION_TAGS_REFUSED -> NOT_ALLOWED + "sts:TagSession";
      case BUILDER_MAY_NOT_ASSUME -> "explicit deny in an identity-based policy";
      case NO_CREATE_DEPLOYMENT -> NOT_ALLOWED + "codedeploy:CreateDeployment";
      case NO_REGISTER, REGISTER_OTHER_FAMILY -> NOT_ALLOWED + "ecs:RegisterTaskDefinition";
      case NO_DESCRIBE_SERVICES -> NOT_ALLOWED + "ecs:DescribeServices";
      case EXPLICIT_DENY -> "with an explicit deny in an identity-based policy";
      case PASS_ROLE_MISSING, PASS_ROLE_OTHER_SERVICE -> NOT_ALLOWED + "iam:PassRole";
      case PASS_ROLE_TASK_MISSING ->
          "iam:PassRole on resource: arn:aws:iam::222222222222:role/demo-task";
      case SERVICE_MISSING, GROUP_OTHER_SERVICE -> "INVALID_ECS_SERVICE";
      case SERVICE_DRAINING -> "apps:demo is DRAINING";
      case CONTROLLER_ECS -> "does not have the deployment controller CODE_DEPLOY";
      case DESIRED_ZERO -> "Succeeded running 0";
      case TASK_SET_UNSTEADY -> "Failed TIMEOUT";
      case CONTAINER_NAME_DIFFERS -> "The container another does not exist in the task definition";
      case CONTAINER_PORT_DIFFERS -> "The container web did not have a container port 9999 defined";
      case PROVIDER_NOT_ASSOCIATED ->
          "cannot contain a capacity provider that is not associated with the cluster";
      case DEPLOYMENT_IN_FLIGHT -> "already has an active Deployment";
      case GROUP_MISSING -> "DeploymentGroupDoesNotExistException";
      case GROUP_SERVER -> "InvalidRevisionException";
      case GROUP_IN_PLACE -> "MISSING_BLUE_GREEN_DEPLOYMENT_CONFIGURATION";
      case GROUP_WITHOUT_TRAFFIC_CONTROL -> "MISSING_ELB_INFORMATION";
      case CONFIGURATION_MISSING -> "DeploymentConfigDoesNotExistException";
      case ALARM_RINGING -> "Stopped ALARM_ACTIVE";
      case ALARM_MISSING -> "The alarm demo-5xx of the deployment group could not be found";
      case ROLLBACK_OFF -> "AfterAllowTraffic=Skipped] not rolled back";
      case GROUP_ROLE_TRUST -> "CodeDeploy could not assume the IAM role";
      case GROUP_ROLE_NO_PASS_ROLE -> "IAM_ROLE_PERMISSIONS";
      case TARGET_GROUP_MISSING -> "One or more target groups not found";
      case TARGET_TYPE_INSTANCE -> "has target type instance, which is incompatible";
      case VPC_DIFFERS -> "is in another VPC than the load balancer";
      case HEALTH_CHECK_PATH_DIFFERS -> "due to (reason Health checks failed with these codes";
      case HEALTH_CHECK_PORT_DIFFERS -> "due to (reason Health checks failed on port 9999)";
      case LISTENER_OTHER_GROUP, LISTENER_FIXED_RESPONSE, TEST_LISTENER_OTHER_GROUP ->
          "Primary taskset target group must be behind listener";
      case TEST_LISTENER_MISSING -> "AfterInstall=Succeeded, BeforeAllowTraffic=Succeeded";
      case CERTIFICATE_OTHER_NAME -> "No subject alternative DNS name matching shop.example.com";
      case CERTIFICATE_EXPIRED -> "the certificate for shop.example.com is not valid now: NotAfter";
      case NLB_WITH_CANARY -> "InvalidTrafficRoutingConfigurationException";
      case LOAD_BALANCER_NOT_ADMITTED -> "due to (reason Request timed out)";
      case NO_ROUTE_OUT,
          NO_PUBLIC_ADDRESS,
          NAT_GATEWAY_GONE,
          NAT_GATEWAY_INSIDE,
          EGRESS_CLOSED,
          NETWORK_ACL_DROPS,
          ENDPOINTS_WITHOUT_DNS,
          ENDPOINT_CLOSED ->
          "unable to retrieve ecr registry auth: service call has been retried 3 time(s):"
              + " RequestError: send request failed caused by: Post"
              + " \"https://api.ecr.eu-central-1.amazonaws.com/\": dial tcp 52.94.5.1:443: i/o"
              + " timeout. Please check your task network configuration.";
      case LAYERS_ENDPOINT_MISSING ->
          "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy";
      case LOGS_ENDPOINT_MISSING -> "failed to validate logger args: create stream";
      case SECRETS_ENDPOINT_MISSING -> "unable to retrieve secret from asm: service call has been";
      case EXECUTION_ROLE_MISSING, EXECUTION_ROLE_TRUST ->
          "ECS was unable to assume the role 'arn:aws:iam::222222222222:role/demo-execution'";
      case TASK_ROLE_MISSING ->
          "ECS was unable to assume the role 'arn:aws:iam::222222222222:role/demo-task'";
      case SECRET_MISSING -> "Secrets Manager can't find the specified secret";
      case SECRET_KEY_MISSING -> "did not contain json key password";
      case PARAMETER_MISSING -> "invalid parameters: ";
      case LOG_GROUP_MISSING -> "The specified log group does not exist";
      case IMAGE_GONE -> "ImageNotFoundException";
      case IMAGE_OTHER_PLATFORM -> "AllowTraffic=Skipped";
      case HOOK_MISSING -> "INVALID_LAMBDA_FUNCTION";
      case HOOK_NOT_INVOKABLE -> "lambda:InvokeFunction on";
      case ROLLBACK_TASK_DEFINITION_INACTIVE -> "TaskDefinition not found";
      case ROLLBACK_IMAGE_GONE -> "CannotPullContainerError";
    };
  }

  /** The common part of most attempts: one image in a registry, two deployments for rollbacks. */
  private record Prepared(
      Path registry, ImageReference image, Path deployed, String firstTaskDefinition) {}

  @BeforeAll
  static void attemptAll() throws Exception {
    prepared = prepare();
    workers = Executors.newFixedThreadPool(6);
    for (SetUpFault fault : slowestFirst()) {
      OUTCOMES.put(fault, CompletableFuture.supplyAsync(() -> outcome(fault), workers));
    }
  }

  private static Iterable<SetUpFault> slowestFirst() {
    return Arrays.stream(SetUpFault.values())
        .sorted(
            java.util.Comparator.comparing(
                f ->
                    f != HEALTH_CHECK_PATH_DIFFERS
                        && f != HEALTH_CHECK_PORT_DIFFERS
                        && f != LOAD_BALANCER_NOT_ADMITTED))
        .toList();
  }

  @AfterAll
  static void end() {
    workers.shutdownNow();
  }

  private static RehearsedAws.Wish wish(Path place) {
    return RehearsedAws.in(place)
        .minute(Duration.ofMillis(20))
        .terminationWait(0)
        .secrets(Map.of("DB", DB, "TOKEN", "/demo/token"))
        .hooks(Map.of(LifecycleHook.AFTER_INSTALL, "check-it"));
  }

  private static Prepared prepare() throws Exception {
    Path pushed = folder.resolve("pushed");
    ImageReference image;
    try (var aws = wish(pushed).start()) {
      image = aws.push("1");
    }
    Path deployed = folder.resolve("deployed");
    copy(pushed.resolve("state/registry"), deployed.resolve("state/registry"));
    try (var aws = wish(deployed).start()) {
      var second = aws.push("2");
      var attempt = new SetUpAttempt(aws);
      var first = here(aws, image);
      String one;
      try (var target = aws.enter()) {
        one = attempt.register(target, first);
      }
      assertThat(attempt.redeploy(one)).startsWith("Succeeded");
      assertThat(attempt.deploy(second)).startsWith("Succeeded");
      return new Prepared(pushed.resolve("state/registry"), image, deployed, one);
    }
  }

  private static ImageReference here(RehearsedAws aws, ImageReference image) {
    return new ImageReference(aws.rehearsal.registryHost() + "/team/demo", image.digest());
  }

  private static String outcome(SetUpFault fault) {
    try {
      Path place = folder.resolve(fault.id());
      var wish = wish(place).setUp(fault);
      switch (fault) {
        case ROLLBACK_IMAGE_GONE, ROLLBACK_TASK_DEFINITION_INACTIVE -> {
          copy(prepared.deployed(), place);
          try (var aws = wish.start()) {
            return new SetUpAttempt(aws).redeploy(prepared.firstTaskDefinition());
          }
        }
        case LIFECYCLE_TOO_EAGER -> {
          return afterADay(place);
        }
        default -> {
          copy(prepared.registry(), place.resolve("state/registry"));
          try (var aws = (fault == ROLLBACK_OFF ? wish.fault(Fault.HOOK_FAILS) : wish).start()) {
            return outcome(fault, aws);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String outcome(SetUpFault fault, RehearsedAws aws) throws IOException {
    return switch (fault) {
      case CLOCK_SKEW -> firstCall(aws);
      case TAGS_MUTABLE -> {
        var before = aws.push("3", "moving");
        var after = aws.push("4", "moving");
        yield before.equals(after) ? "the same image" : "the tag has moved";
      }
      case SCAN_OFF -> "scans: " + repository(aws).imageScanningConfiguration().scanOnPush();
      case CONTAINER_NAME_DIFFERS ->
          new SetUpAttempt(aws, "another", 8080).deploy(here(aws, prepared.image()));
      case CONTAINER_PORT_DIFFERS ->
          new SetUpAttempt(aws, "web", 9999).deploy(here(aws, prepared.image()));
      case PROVIDER_NOT_ASSOCIATED ->
          new SetUpAttempt(aws).on("FARGATE_SPOT").deploy(here(aws, prepared.image()));
      case CERTIFICATE_OTHER_NAME, CERTIFICATE_EXPIRED -> askedByName(aws);
      case IMAGE_OTHER_PLATFORM -> new SetUpAttempt(aws).deploy(aws.push("1"));
      case ROLLBACK_OFF ->
          new SetUpAttempt(aws).untilRolledBack().deploy(here(aws, prepared.image()));
      default -> new SetUpAttempt(aws).deploy(here(aws, prepared.image()));
    };
  }

  /** CodeDeploy accepts it, but requests fail. */
  private static String askedByName(RehearsedAws aws) {
    try {
      var answer =
          TestClient.direct(aws.rehearsal.trusted())
              .get(
                  aws.rehearsal.productionUrl("test").orElseThrow(),
                  Map.of("Host", "shop.example.com"),
                  Duration.ofSeconds(60));
      return "answered " + answer.status();
    } catch (IOException | InterruptedException e) {
      return e.getMessage();
    }
  }

  /** The SDK would sign again with AWS's time; a request that is signed by hand is refused. */
  private static String firstCall(RehearsedAws aws) {
    SdkGlobalTime.setGlobalTimeOffset(0); // another test of this JVM may have set an offset
    try (var builder = aws.builder()) {
      return builder.clientWithoutRetries(StsClient.builder()).getCallerIdentity().arn();
    } catch (StsException e) {
      return e.getMessage();
    }
  }

  private static String afterADay(Path place) throws IOException {
    try (var aws = wish(place).setUp(LIFECYCLE_TOO_EAGER).start()) {
      aws.push("1");
      aws.push("2");
    }
    try (var aws = wish(place).setUp(LIFECYCLE_TOO_EAGER).start();
        var builder = aws.builder()) {
      var images =
          builder
              .client(EcrClient.builder())
              .describeImages(r -> r.repositoryName("team/demo"))
              .imageDetails();
      return "after a day: " + images.size() + " image";
    }
  }

  private static Repository repository(RehearsedAws aws) {
    return repositories(aws).get(0);
  }

  private static List<Repository> repositories(RehearsedAws aws) {
    try (var builder = aws.builder()) {
      return builder.client(EcrClient.builder()).describeRepositories().repositories();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().equals(".lock")) {
          Files.copy(file, target);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SetUpFault.class)
  void failsADeploymentOrTakesWhatItSays(SetUpFault fault) {
    String outcome = OUTCOMES.get(fault).join();
    assertThat(outcome).as(fault.id()).contains(expected(fault));
  }

  /** Task definitions, deployments and repositories in the state folder of one rehearsal. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "ROLLBACK_TASK_DEFINITION_INACTIVE",
        "ROLLBACK_IMAGE_GONE",
        "IMAGE_GONE",
        "DEPLOYMENT_IN_FLIGHT",
        "TAGS_MUTABLE",
        "SCAN_OFF",
        "REPOSITORY_POLICY_MISSING",
        "REPOSITORY_POLICY_DENIES",
        "REPOSITORY_MISSING",
        "SERVICE_MISSING"
      })
  void leavesNothingInTheFilesForTheNextRehearsal(SetUpFault fault) throws IOException {
    Path place = folder.resolve("after-" + fault.id());
    copy(prepared.deployed(), place);
    wish(place).immutableTags().start().close();
    String before = files(place);

    try (var aws = wish(place).immutableTags().setUp(fault).start()) {
      assertThat(repositories(aws)).as("looks, which writes").isNotNull();
      aws.rehearsal.awaitSteady("test", Duration.ofMillis(200));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }

    assertThat(files(place)).isEqualTo(before);
  }

  private static String files(Path place) throws IOException {
    Path state = place.resolve("state");
    StringBuilder text = new StringBuilder(Files.readString(state.resolve("compute.json")));
    try (var all = Files.walk(state.resolve("registry"))) {
      for (Path file : all.filter(f -> f.endsWith("repository.json")).sorted().toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  @Test
  void aSkewedClockIsCorrectedByTheSdkSoThatADeploymentSucceeds() throws IOException {
    Path place = folder.resolve("skewed");
    copy(prepared.registry(), place.resolve("state/registry"));
    try (var aws = wish(place).setUp(CLOCK_SKEW).start()) {
      assertThat(new SetUpAttempt(aws).deploy(here(aws, prepared.image())))
          .startsWith("Succeeded running 1");
    }
  }

  @Test
  void aHealthySetUpDeploysAndRollsBack() throws IOException {
    Path place = folder.resolve("healthy");
    copy(prepared.registry(), place.resolve("state/registry"));
    try (var aws = wish(place).immutableTags().start()) {
      assertThat(repository(aws).imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
      assertThat(repository(aws).imageScanningConfiguration().scanOnPush()).isTrue();
      assertThat(new SetUpAttempt(aws).deploy(here(aws, prepared.image())))
          .startsWith("Succeeded running 1")
          .contains("AllowTestTraffic=Succeeded");
    }
    try (var aws = wish(folder.resolve("failing")).fault(Fault.HOOK_FAILS).start()) {
      assertThat(new SetUpAttempt(aws).untilRolledBack().deploy(aws.push("1")))
          .startsWith("Failed HOOK_EXECUTION_FAILURE")
          .endsWith(" rolled back")
          .doesNotEndWith("not rolled back");
    }
  }
}
