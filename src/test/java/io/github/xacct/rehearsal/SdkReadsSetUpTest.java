package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The resources around a service, read by the SDK's clients. */
class SdkReadsSetUpTest {
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId(CoreFixture.TARGET), new Region("eu-central-1"));
  private static final String SECRET = PLACE.arn("secretsmanager", "secret:team/db-AbCdEf");

  @TempDir static Path state;
  private static CoreFixture aws;
  private static AwsBasicCredentials administrator;

  @BeforeAll
  static void start() {
    aws = new CoreFixture(state);
    var keys = aws.rehearsal.administrator(new AccountId(CoreFixture.TARGET));
    administrator = AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
    put(
        ResourceTypeNames.SECRET,
        SECRET,
        "{'Name':'team/db','SecretString':'{\\\"password\\\":\\\"x\\\"}'}");
    put(
        ResourceTypeNames.PARAMETER,
        "/team/token",
        "{'Name':'/team/token','Type':'SecureString','Value':'y'}");
    put(ResourceTypeNames.FUNCTION, "smoke", "{'FunctionName':'smoke','Timeout':'60'}");
    put(ResourceTypeNames.FUNCTION, "alone", "{'FunctionName':'alone'}");
    put(
        ResourceTypeNames.PERMISSION,
        "Invoke",
        "{'FunctionName':'smoke','Action':'lambda:InvokeFunction',"
            + "'Principal':'codedeploy.amazonaws.com'}");
    put(
        ResourceTypeNames.ALARM,
        "latency",
        "{'AlarmName':'latency','@StateValue':'ALARM','Period':'60'}");
    put(
        ResourceTypeNames.COMPOSITE_ALARM,
        "both",
        "{'AlarmName':'both','AlarmRule':'ALARM(latency)'}");
    put(
        ResourceTypeNames.LOG_GROUP,
        "/ecs/other",
        "{'LogGroupName':'/ecs/other','RetentionInDays':'14'}");
  }

  private static void put(String type, String id, String json) {
    aws.rehearsal.store().put(PLACE, type, id, (ObjectNode) Stage.json(json));
  }

  @AfterAll
  static void stop() throws Exception {
    aws.close();
  }

  @Test
  void compositeAlarmsOnlyIfTheirTypeIsAskedFor() {
    var alarms = aws.client(CloudWatchClient.builder(), administrator);
    assertThat(alarms.describeAlarms(r -> r.alarmNames("both")).hasCompositeAlarms()).isFalse();
    var asked = alarms.describeAlarms(r -> r.alarmTypes(AlarmType.COMPOSITE_ALARM));
    assertThat(asked.compositeAlarms()).extracting(a -> a.alarmName()).containsExactly("both");
    assertThat(asked.metricAlarms()).isEmpty();
  }

  @Test
  void alarmsWithTheirStates() {
    var alarms = aws.client(CloudWatchClient.builder(), administrator);
    assertThat(alarms.describeAlarms().metricAlarms())
        .extracting(a -> a.alarmName() + " " + a.stateValueAsString())
        .containsExactly("demo-5xx OK", "latency ALARM");
    var one = alarms.describeAlarms(r -> r.alarmNames("latency", "gone")).metricAlarms();
    assertThat(one).hasSize(1);
    assertThat(one.get(0).stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(one.get(0).period()).isEqualTo(60);
    assertThat(one.get(0).alarmArn()).isEqualTo(PLACE.arn("cloudwatch", "alarm:latency"));
  }

  @Test
  void logGroupsByPrefixAndPageByPage() {
    var logs = aws.client(CloudWatchLogsClient.builder(), administrator);
    assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/ecs/o")).logGroups())
        .singleElement()
        .satisfies(g -> assertThat(g.retentionInDays()).isEqualTo(14))
        .satisfies(
            g -> assertThat(g.logGroupArn()).isEqualTo(PLACE.arn("logs", "log-group:/ecs/other")));
    assertThat(logs.describeLogGroupsPaginator(r -> r.limit(1)).logGroups())
        .extracting(g -> g.logGroupName())
        .containsExactly("/ecs/demo", "/ecs/other");
  }

  @Test
  void secretsByNameAndByArnWithOrWithoutItsSuffix() {
    var secrets = aws.client(SecretsManagerClient.builder(), administrator);
    for (String id : new String[] {SECRET, "team/db", SECRET.replace("-AbCdEf", "")}) {
      assertThat(secrets.describeSecret(r -> r.secretId(id)).arn()).isEqualTo(SECRET);
    }
    assertThat(secrets.getSecretValue(r -> r.secretId("team/db")).secretString())
        .isEqualTo("{\"password\":\"x\"}");
    assertThatThrownBy(() -> secrets.describeSecret(r -> r.secretId("gone")))
        .isInstanceOf(
            software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException.class)
        .hasMessageStartingWith("Secrets Manager can't find the specified secret.");
  }

  @Test
  void parametersByName() {
    var ssm = aws.client(SsmClient.builder(), administrator);
    var found = ssm.getParameters(r -> r.names("/team/token", "/gone"));
    assertThat(found.parameters()).singleElement().extracting(p -> p.value()).isEqualTo("y");
    assertThat(found.invalidParameters()).containsExactly("/gone");
    assertThatThrownBy(() -> ssm.getParameter(r -> r.name("/gone")))
        .isInstanceOf(ParameterNotFoundException.class);
    assertThat(
            ssm.describeParameters(
                    r ->
                        r.parameterFilters(
                            ParameterStringFilter.builder()
                                .key("Name")
                                .option("Equals")
                                .values("/team/token", "/gone")
                                .build()))
                .parameters())
        .singleElement()
        .satisfies(p -> assertThat(p.type()).isEqualTo(ParameterType.SECURE_STRING))
        .satisfies(p -> assertThat(p.arn()).isEqualTo(PLACE.arn("ssm", "parameter/team/token")));
  }

  @Test
  void functionsByNameAndArnAndWhoMayCallThem() {
    var lambda = aws.client(LambdaClient.builder(), administrator);
    String arn = PLACE.arn("lambda", "function:smoke");
    for (String name : new String[] {"smoke", arn, arn + ":live"}) {
      var found = lambda.getFunctionConfiguration(r -> r.functionName(name));
      assertThat(found.functionArn()).isEqualTo(arn);
      assertThat(found.timeout()).isEqualTo(60);
    }
    assertThat(lambda.getFunction(r -> r.functionName("smoke")).configuration().functionName())
        .isEqualTo("smoke");
    assertThat(lambda.getPolicy(r -> r.functionName("smoke")).policy())
        .contains("\"Service\":\"codedeploy.amazonaws.com\"", arn);
    assertThatThrownBy(() -> lambda.getPolicy(r -> r.functionName("alone")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> lambda.getFunctionConfiguration(r -> r.functionName("gone")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: " + PLACE.arn("lambda", "function:gone"));
    assertThatThrownBy(() -> lambda.listFunctions())
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("does not rehearse lambda:GET /2015-03-31/functions");
  }

  @Test
  void aRoleWithoutTheRightIsRefusedByLambdaToo() {
    var lambda = aws.client(LambdaClient.builder(), aws.assumedRole());
    assertThatThrownBy(() -> lambda.getPolicy(r -> r.functionName("smoke")))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("is not authorized to perform: lambda:GetPolicy on resource: ")
        .satisfies(e -> assertThat(((LambdaException) e).statusCode()).isEqualTo(403));
  }

  @Test
  void howARepositoryIsSetUp() {
    var ecr = aws.ecr(aws.builder());
    assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName("team/demo")).lifecyclePolicyText())
        .contains("\"tagStatus\":\"untagged\"");
    ecr.createRepository(
        r ->
            r.repositoryName("team/other")
                .encryptionConfiguration(e -> e.encryptionType(EncryptionType.KMS).kmsKey("k")));
    var made = ecr.describeRepositories(r -> r.repositoryNames("team/other")).repositories().get(0);
    assertThat(made.encryptionConfiguration().kmsKey()).isEqualTo("k");
    assertThatThrownBy(() -> ecr.getLifecyclePolicy(r -> r.repositoryName("team/other")))
        .isInstanceOf(LifecyclePolicyNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.getDownloadUrlForLayer(
                    r -> r.repositoryName("team/demo").layerDigest("sha256:" + "0".repeat(64))))
        .isInstanceOf(LayersNotFoundException.class);
  }
}
