package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.goal.ForkedAwsCli;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ImageReference;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the AWS CLI and skopeo take a rehearsal for AWS. */
@Tag("foreign")
class ForeignClientsTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/ci/demo-deploy";

  @TempDir static Path folder;
  private static RehearsedAws aws;
  private static ForkedAwsCli forked;
  private static ImageReference image;

  @BeforeAll
  static void start() throws Exception {
    forked = ForkedAwsCli.start(folder);
    aws = RehearsedAws.in(folder).terminationWait(0).start();
    image = aws.push("1");
  }

  @AfterAll
  static void stop() {
    aws.close();
    forked.close();
  }

  @Test
  void theCliIsTheBuilderInTheToolsAccount() throws Exception {
    JsonNode who = AwsCli.of(aws, folder, forked).json("sts", "get-caller-identity");
    assertThat(who.path("Account").asText()).isEqualTo("111111111111");
    assertThat(who.path("Arn").asText())
        .isEqualTo("arn:aws:iam::111111111111:user/xacct-rehearsal-build");
  }

  @Test
  void theCliAssumesTheRoleByItsExternalIdOnly() throws Exception {
    var cli = AwsCli.of(aws, folder, forked);
    var refused = cli.run("sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "cli");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.said())
        .contains("An error occurred (AccessDenied) when calling the AssumeRole operation: User: ");

    JsonNode who = inTarget(cli).json("sts", "get-caller-identity");
    assertThat(who.path("Arn").asText())
        .isEqualTo("arn:aws:sts::222222222222:assumed-role/demo-deploy/cli");
  }

  @Test
  void theCliSeesTheServiceAndItsDeploymentGroupWithTheRoleOnly() throws Exception {
    var cli = AwsCli.of(aws, folder, forked);
    String[] describe = {"ecs", "describe-services", "--cluster", "apps", "--services", "demo"};
    assertThat(cli.run(describe).said()).contains("ClusterNotFoundException");

    var target = inTarget(cli);
    JsonNode service = target.json(describe).at("/services/0");
    assertThat(service.at("/deploymentController/type").asText()).isEqualTo("CODE_DEPLOY");
    assertThat(service.at("/taskSets/0/status").asText()).isEqualTo("PRIMARY");

    JsonNode group =
        target
            .json(
                "deploy",
                "get-deployment-group",
                "--application-name",
                "demo-app",
                "--deployment-group-name",
                "demo-group")
            .path("deploymentGroupInfo");
    assertThat(group.path("computePlatform").asText()).isEqualTo("ECS");
    assertThat(group.at("/ecsServices/0/clusterName").asText()).isEqualTo("apps");

    String arn =
        group
            .at("/loadBalancerInfo/targetGroupPairInfoList/0/prodTrafficRoute/listenerArns/0")
            .asText();
    JsonNode listener = target.json("elbv2", "describe-listeners", "--listener-arns", arn);
    assertThat(listener.at("/Listeners/0/ListenerArn").asText()).isEqualTo(arn);
  }

  @Test
  void theCliSeesTheAlarms() throws Exception {
    JsonNode alarms =
        inTarget(AwsCli.of(aws, folder, forked))
            .json("cloudwatch", "describe-alarms", "--max-items", "5");
    assertThat(alarms.path("MetricAlarms").isArray()).isTrue();
  }

  @Test
  void aSecretThatIsNotOursIsRefused() throws Exception {
    var cli = AwsCli.of(aws, folder, forked).with(Map.of("AWS_SECRET_ACCESS_KEY", "guessed"));
    assertThat(cli.run("sts", "get-caller-identity").said()).contains("SignatureDoesNotMatch");
    assertThat(cli.run("ecr", "describe-repositories").said())
        .contains("InvalidSignatureException");
  }

  @Test
  void whatIsNotRehearsedIsNamed() throws Exception {
    var said = AwsCli.of(aws, folder, forked).run("ecs", "list-container-instances").said();
    assertThat(said)
        .contains("NotImplemented")
        .contains("The embedded AWS does not rehearse ecs:ListContainerInstances");
  }

  /** The CLI holds neither values nor patterns against the models itself. */
  @Test
  void whatAwsRefusesBeforehandIsRefusedWithItsCode() throws Exception {
    var cli = AwsCli.of(aws, folder, forked);
    assertThat(cli.run("ecr", "create-repository", "--repository-name", "Bad_Name").said())
        .contains("(InvalidParameterException) when calling the CreateRepository operation")
        .contains("Invalid parameter at 'repositoryName' failed to satisfy constraint");
    assertThat(
            cli.run("sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "a b").said())
        .contains("(ValidationError) when calling the AssumeRole operation")
        .contains("Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    assertThat(cli.run("ecs", "list-tasks", "--container-instance", "i-1").said())
        .contains("(NotImplemented) when calling the ListTasks operation")
        .contains("does not rehearse ecs:ListTasks (with containerInstance)");
    assertThat(cli.run("deploy", "list-deployments", "--include-only-statuses", "Odd").said())
        .contains("(InvalidDeploymentStatusException) when calling the ListDeployments operation");
  }

  /** Which speaks CBOR to CloudWatch. */
  @Test
  void theCliReadsAlarms() throws Exception {
    var cli = AwsCli.of(aws, folder, forked);
    assertThat(cli.json("cloudwatch", "describe-alarms").path("MetricAlarms").isArray()).isTrue();
    assertThat(cli.run("cloudwatch", "describe-alarms", "--state-value", "NERVOUS").said())
        .contains("(ValidationError) when calling the DescribeAlarms operation")
        .contains("Member must satisfy enum value set: [OK, ALARM, INSUFFICIENT_DATA]");
  }

  @Test
  void theClisOwnDeployCommandDeploysWithoutLosingARequest() throws Exception {
    var target = inTarget(AwsCli.of(aws, folder, forked));
    Path taskDefinition =
        Files.writeString(folder.resolve("taskdef.json"), aws.taskDefinition(image));
    var spec = AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(aws.environment));
    Path appSpec = Files.writeString(folder.resolve("appspec.yaml"), spec.yaml());

    String said = target.text(AwsCli.ecsDeploy(taskDefinition, appSpec));

    assertThat(said).contains("Successfully deployed");
    String id = said.replaceAll("(?s).*(d-[A-Z0-9]{9}).*", "$1");
    JsonNode deployment =
        target.json("deploy", "get-deployment", "--deployment-id", id).path("deploymentInfo");
    assertThat(deployment.path("status").asText()).isEqualTo("Succeeded");
    assertThat(deployment.path("computePlatform").asText()).isEqualTo("ECS");
    JsonNode lifecycle =
        target
            .json(
                "deploy",
                "get-deployment-target",
                "--deployment-id",
                id,
                "--target-id",
                "apps:demo")
            .at("/deploymentTarget/ecsTarget/lifecycleEvents");
    assertThat(lifecycle.findValuesAsText("status")).hasSize(8).containsOnly("Succeeded");
    target.text("deploy", "wait", "deployment-successful", "--deployment-id", id);

    assertThat(production()).isEqualTo("version 1");
    var traffic = aws.rehearsal.traffic("test");
    assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
    assertThat(traffic.requests()).isPositive();

    String task =
        target
            .json("ecs", "list-tasks", "--cluster", "apps", "--service-name", "demo")
            .at("/taskArns/0")
            .asText();
    JsonNode log =
        target.json(
            "logs",
            "get-log-events",
            "--log-group-name",
            "/ecs/demo",
            "--log-stream-name",
            "web/web/" + task.substring(task.lastIndexOf('/') + 1));
    assertThat(log.at("/events/0/message").asText()).startsWith("tiny app 1");
  }

  @Test
  void skopeoCopiesAnImageOutOfTheRegistryAndBackIn() throws Exception {
    var skopeo = new Program("skopeo", folder, Map.of());
    String password = AwsCli.of(aws, folder, forked).text("ecr", "get-login-password").strip();
    String credentials = "AWS:" + password;
    String there = "docker://" + image;
    String here = "oci:" + folder.resolve("copy") + ":1";
    skopeo.text("copy", "--src-tls-verify=false", "--src-creds", credentials, there, here);
    assertThat(skopeo.json("inspect", here).path("Layers")).hasSize(1);

    String copied = there.replaceFirst("@.*", ":copied");
    skopeo.text(
        "copy",
        "--preserve-digests",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--src-creds",
        credentials,
        "--dest-creds",
        credentials,
        there,
        copied);
    JsonNode seen = skopeo.json("inspect", "--tls-verify=false", "--creds", credentials, copied);
    assertThat(seen.path("Digest").asText()).isEqualTo(image.digest().value());
    assertThat(seen.path("RepoTags").toString()).contains("\"1\"", "\"copied\"");

    var refused = skopeo.run("inspect", "--tls-verify=false", "--creds", "AWS:guessed", there);
    assertThat(refused.code()).isNotZero();
    assertThat(refused.said()).containsIgnoringCase("unauthorized");
  }

  private static Program inTarget(Program cli) throws Exception {
    JsonNode session =
        cli.json(
            "sts",
            "assume-role",
            "--role-arn",
            ROLE,
            "--role-session-name",
            "cli",
            "--external-id",
            "ext-1");
    return AwsCli.as(session.path("Credentials"), cli);
  }

  private static String production() throws Exception {
    var url = aws.rehearsal.productionUrl("test").orElseThrow();
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
        .body();
  }
}
