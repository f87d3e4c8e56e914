package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.codedeploy.SubmittedAppSpec;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses and refusals of the APIs that need no running task. */
class ApiTest {
  private static final Caller STRANGER =
      new Caller(new AccountId("333333333333"), "arn:x", "arn:x", "x");

  @TempDir static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = new Stage(Setting.in(folder).with(Fault.ALARM, Fault.THROTTLING));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static AbstractThrowableAssert<?, ?> refused(
      String service, String operation, String input, String code) {
    return assertThatThrownBy(() -> stage.call(service, operation, input))
        .isInstanceOfSatisfying(AwsError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void taskDefinitionsComeBackInNormalFormWithNumberedRevisions() {
    String input =
        """
        {'family':'normal','networkMode':'awsvpc','requiresCompatibilities':['FARGATE'],
         'cpu':'1 vCPU','memory':'2GB','tags':[{'key':'a','value':'b'}],
         'containerDefinitions':[{'name':'c','image':'i','portMappings':[{'containerPort':1}]}]}
        """;
    JsonNode answer = stage.call("ecs", "RegisterTaskDefinition", input);
    JsonNode definition = answer.path("taskDefinition");
    assertThat(answer.at("/tags/0/key").asText()).isEqualTo("a");
    assertThat(definition.path("cpu").asText()).isEqualTo("1024");
    assertThat(definition.path("memory").asText()).isEqualTo("2048");
    assertThat(definition.path("revision").asInt()).isEqualTo(1);
    assertThat(definition.path("registeredAt").isNumber()).isTrue();
    assertThat(definition.path("containerDefinitions").get(0))
        .isEqualTo(
            Stage.json(
                """
                {'name':'c','image':'i','cpu':0,'essential':true,'environment':[],
                 'portMappings':[{'containerPort':1,'hostPort':1,'protocol':'tcp'}],
                 'mountPoints':[],'volumesFrom':[],'systemControls':[]}
                """));
    assertThat(
            stage
                .call("ecs", "RegisterTaskDefinition", input)
                .at("/taskDefinition/revision")
                .asInt())
        .isEqualTo(2);
    JsonNode described = stage.call("ecs", "DescribeTaskDefinition", "{'taskDefinition':'normal'}");
    assertThat(described.at("/taskDefinition/revision").asInt()).isEqualTo(2);
    assertThat(described.has("tags")).isFalse();
    stage.call("ecs", "DeregisterTaskDefinition", "{'taskDefinition':'normal:2'}");
    assertThat(
            stage
                .call(
                    "ecs",
                    "DescribeTaskDefinition",
                    "{'taskDefinition':'normal','include':['TAGS']}")
                .at("/tags/0/value")
                .asText())
        .isEqualTo("b");
    assertThat(
            stage
                .call("ecs", "ListTaskDefinitions", "{'familyPrefix':'normal'}")
                .path("taskDefinitionArns"))
        .hasSize(1);
  }

  @Test
  void taskDefinitionsThatEcsWouldRefuseAreRefused() {
    String container = "'containerDefinitions':[{'name':'c','image':'i'}]";
    String fargate = "'family':'f','requiresCompatibilities':['FARGATE'],'cpu':'256',";
    refused("ecs", "RegisterTaskDefinition", "{'family':'f'}", "ClientException")
        .hasMessage("Container list cannot be empty.");
    refused(
            "ecs",
            "RegisterTaskDefinition",
            "{" + fargate + "'networkMode':'awsvpc','memory':'4096'," + container + "}",
            "ClientException")
        .hasMessage("No Fargate configuration exists for given values.");
    refused(
            "ecs",
            "RegisterTaskDefinition",
            "{" + fargate + "'networkMode':'bridge','memory':'512'," + container + "}",
            "ClientException")
        .hasMessage("Fargate only supports network mode ‘awsvpc’.");
    refused(
        "ecs",
        "RegisterTaskDefinition",
        "{'family':'f','memory':'512','networkMode':'vpc'," + container + "}",
        "ClientException");
    refused(
            "ecs",
            "RegisterTaskDefinition",
            "{'family':'f','memory':'1','taskRoleArn':'"
                + "x".repeat(66_000)
                + "',"
                + container
                + "}",
            "ClientException")
        .hasMessageContaining("Max allowed length is '65536' bytes.");
    refused(
            "ecs",
            "RegisterTaskDefinition",
            "{"
                + fargate
                + "'networkMode':'awsvpc','memory':'512','containerDefinitions':[{'name':'c',"
                + "'image':'1.dkr.ecr.eu-central-1.amazonaws.com/x'}]}",
            "ClientException")
        .hasMessage(
            "Fargate requires task definition to have execution role ARN to support ECR images.");
    refused("ecs", "DescribeTaskDefinition", "{'taskDefinition':'no'}", "ClientException")
        .hasMessage("Unable to describe task definition.");
  }

  @Test
  void aServiceNeverDeployedShowsAPlaceholder() {
    JsonNode service = stage.service();
    assertThat(service.path("taskDefinition").asText()).endsWith("web-placeholder:1");
    assertThat(service.at("/deploymentController/type").asText()).isEqualTo("CODE_DEPLOY");
    assertThat(service.at("/taskSets/0/status").asText()).isEqualTo("PRIMARY");
    assertThat(service.has("deployments")).isFalse();
  }

  @Test
  void whatIsMissingIsNoErrorButAnUnknownClusterIs() {
    JsonNode answer =
        stage.call("ecs", "DescribeServices", "{'cluster':'apps','services':['web','no']}");
    assertThat(answer.path("services")).hasSize(1);
    assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("MISSING");
    refused(
            "ecs",
            "DescribeServices",
            "{'cluster':'no','services':['web']}",
            "ClusterNotFoundException")
        .hasMessage("Cluster not found.");
  }

  @Test
  void anotherAccountSeesNothing() {
    assertThatThrownBy(
            () ->
                stage.call(
                    STRANGER, "ecs", "DescribeServices", "{'cluster':'apps','services':['web']}"))
        .hasMessage("Cluster not found.");
    assertThatThrownBy(
            () ->
                stage.call(
                    STRANGER, "codedeploy", "GetApplication", "{'applicationName':'web-app'}"))
        .hasMessage("No application found for name: web-app");
    assertThat(stage.raw(STRANGER, "elasticloadbalancing", "DescribeLoadBalancers", Json.object()))
        .contains("<LoadBalancers></LoadBalancers>");
  }

  @Test
  void updateServiceLeavesTheTaskDefinitionToCodeDeploy() {
    refused(
            "ecs",
            "UpdateService",
            "{'cluster':'apps','service':'web','taskDefinition':'x'}",
            "InvalidParameterException")
        .hasMessage(
            "Unable to update task definition on services with a CODE_DEPLOY deployment controller."
                + " Use AWS CodeDeploy to trigger a new deployment.");
    refused(
            "ecs",
            "UpdateService",
            "{'cluster':'apps','service':'web','loadBalancers':[]}",
            "InvalidParameterException")
        .hasMessageStartingWith("Unable to update load balancers on services");
  }

  @Test
  void startedByMustBeTheOnlyFilter() {
    refused(
        "ecs",
        "ListTasks",
        "{'cluster':'apps','serviceName':'web','startedBy':'ecs-svc/1'}",
        "InvalidParameterException");
    String taskSet = stage.service().at("/taskSets/0/id").asText();
    Stage.awaitThat(
        () ->
            stage
                    .call("ecs", "ListTasks", "{'cluster':'apps','startedBy':'" + taskSet + "'}")
                    .path("taskArns")
                    .size()
                == 1,
        () -> stage.service().toString());
    refused(
            "ecs",
            "DescribeTaskSets",
            "{'cluster':'apps','service':'web','taskSets':['x']}",
            "InvalidParameterException")
        .hasMessage("Task Set Identifier is invalid");
  }

  @Test
  void theDeploymentGroupHasEveryMemberThatAwsEcsDeployReads() {
    JsonNode group =
        stage
            .call(
                "codedeploy",
                "GetDeploymentGroup",
                "{'applicationName':'web-app','deploymentGroupName':'web-group'}")
            .path("deploymentGroupInfo");
    assertThat(group.path("computePlatform").asText()).isEqualTo("ECS");
    assertThat(group.at("/ecsServices/0/serviceName").asText()).isEqualTo("web");
    assertThat(group.at("/ecsServices/0/clusterName").asText()).isEqualTo("apps");
    JsonNode blueGreen = group.path("blueGreenDeploymentConfiguration");
    assertThat(blueGreen.at("/deploymentReadyOption/waitTimeInMinutes").isInt()).isTrue();
    assertThat(
            blueGreen
                .at("/terminateBlueInstancesOnDeploymentSuccess/terminationWaitTimeInMinutes")
                .asInt())
        .isEqualTo(1);
    assertThat(group.path("alarmConfiguration").path("enabled").asBoolean()).isTrue();
    assertThat(group.at("/loadBalancerInfo/targetGroupPairInfoList/0/targetGroups")).hasSize(2);
  }

  @Test
  void throttlingIsForGood() {
    refused(
            "codedeploy",
            "CreateDeployment",
            "{'applicationName':'web-app','deploymentGroupName':'web-group'}",
            "ThrottlingException")
        .hasMessage("Rate exceeded");
  }

  @Test
  void unknownNamesAreToldAsCodeDeployTellsThem() {
    refused(
        "codedeploy",
        "GetDeploymentGroup",
        "{'applicationName':'web-app','deploymentGroupName':'no'}",
        "DeploymentGroupDoesNotExistException");
    refused(
            "codedeploy",
            "GetDeployment",
            "{'deploymentId':'d-AAAAAAAAA'}",
            "DeploymentDoesNotExistException")
        .hasMessage("The deployment d-AAAAAAAAA could not be found");
    refused(
        "codedeploy",
        "GetDeploymentConfig",
        "{'deploymentConfigName':'no'}",
        "DeploymentConfigDoesNotExistException");
  }

  @Test
  void revisionsAreKeptByTheirHash() {
    String text =
        "{\"VERSION\":0.0,\"resources\":[{\"TargetService\":{\"type\":\"AWS::ECS::Service\","
            + "\"properties\":{\"taskDefinition\":\"x:1\",\"loadBalancerInfo\":"
            + "{\"containerName\":\"web\",\"containerPort\":8080}}}}]}";
    ObjectNode input = Json.object().put("applicationName", "web-app");
    ObjectNode content =
        input
            .putObject("revision")
            .put("revisionType", "AppSpecContent")
            .putObject("appSpecContent")
            .put("content", text);
    stage.raw(Stage.DEPLOYER, "codedeploy", "RegisterApplicationRevision", input);
    content.remove("content");
    content.put("sha256", SubmittedAppSpec.sha256(text));
    String answer = stage.raw(Stage.DEPLOYER, "codedeploy", "GetApplicationRevision", input);
    assertThat(answer).contains("TargetService");
    content.put("content", text).put("sha256", "00");
    assertThatThrownBy(
            () -> stage.raw(Stage.DEPLOYER, "codedeploy", "RegisterApplicationRevision", input))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidRevisionException"));
  }

  @Test
  void whatIsNotRehearsedSaysSo() {
    assertThatThrownBy(() -> stage.call("ecs", "ExecuteCommand", "{}"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("ExecuteCommand");
    assertThatThrownBy(() -> stage.call("codedeploy", "CreateApplication", "{}"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
