package io.github.xacct.rehearsal.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.Stage;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The permissions that each call requires. */
class PermissionTableTest {
  private static final Caller CALLER =
      new Caller(
          new AccountId("222222222222"),
          "arn:aws:sts::222222222222:assumed-role/deploy/x",
          "arn:aws:iam::222222222222:role/deploy",
          "AROA");

  private final ResourceStore store = new ResourceStore();
  private final PermissionTable permissions =
      new PermissionTable(
          new ResourceNames(
              store,
              new Identities(store),
              (place, id) -> Optional.of("app/group").filter(g -> id.equals("d-1"))));

  @ParameterizedTest(name = "{0}:{1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "codedeploy | GetDeployment | {'deploymentId':'d-1'} | codedeploy:GetDeployment arn:aws:codedeploy:eu-central-1:222222222222:deploymentgroup:app/group",
        "codedeploy | GetDeployment | {'deploymentId':'d-2'} | ``",
        "codedeploy | BatchGetDeployments | {'deploymentIds':['d-2','d-1']} | codedeploy:BatchGetDeployments arn:aws:codedeploy:eu-central-1:222222222222:deploymentgroup:app/group",
        "codedeploy | StopDeployment | {'deploymentId':'d-1'} | codedeploy:StopDeployment *",
        "ecs | DescribeServices | {'services':['web']} | ecs:DescribeServices arn:aws:ecs:eu-central-1:222222222222:service/default/web",
        "ecs | DescribeServices | {'cluster':'arn:aws:ecs:eu-central-1:222222222222:cluster/apps','services':['web']} | ecs:DescribeServices arn:aws:ecs:eu-central-1:222222222222:service/apps/web",
        "ecs | DescribeServices | {'cluster':'apps','services':['arn:aws:ecs:eu-central-1:222222222222:service/apps/web']} | ecs:DescribeServices arn:aws:ecs:eu-central-1:222222222222:service/apps/web",
        "ecs | DescribeTasks | {'cluster':'apps','tasks':['t']} | ecs:DescribeTasks arn:aws:ecs:eu-central-1:222222222222:task/apps/t",
        "ecr | DescribeRepositories | {} | ecr:DescribeRepositories arn:aws:ecr:eu-central-1:222222222222:repository/*",
        "ecr | BatchGetImage | {'registryId':'111111111111','repositoryName':'a/b'} | ecr:BatchGetImage arn:aws:ecr:eu-central-1:111111111111:repository/a/b",
        "logs | GetLogEvents | {'logGroupName':'/ecs/a','logStreamName':'s/1'} | logs:GetLogEvents arn:aws:logs:eu-central-1:222222222222:log-group:/ecs/a:log-stream:s/1",
        "logs | GetLogEvents | {'logGroupIdentifier':'arn:aws:logs:eu-central-1:222222222222:log-group:/ecs/a','logStreamName':'s'} | logs:GetLogEvents arn:aws:logs:eu-central-1:222222222222:log-group:/ecs/a:log-stream:s",
        "monitoring | DescribeAlarms | {'AlarmNames.member.1':'a'} | cloudwatch:DescribeAlarms arn:aws:cloudwatch:eu-central-1:222222222222:alarm:a",
        "monitoring | DescribeAlarms | {'AlarmNames':['a']} | cloudwatch:DescribeAlarms arn:aws:cloudwatch:eu-central-1:222222222222:alarm:a",
        "secretsmanager | DescribeSecret | {'SecretId':'db'} | secretsmanager:DescribeSecret arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf",
        "ssm | GetParameters | {'Names':['/a/b']} | ssm:GetParameters arn:aws:ssm:eu-central-1:222222222222:parameter/a/b",
        "lambda | GetFunction | {'FunctionName':'hook:live'} | lambda:GetFunction arn:aws:lambda:eu-central-1:222222222222:function:hook",
        "lambda | GET /2015-03-31/functions/hook/policy | {} | lambda:GetPolicy arn:aws:lambda:eu-central-1:222222222222:function:hook",
        "lambda | POST /2015-03-31/functions/hook/invocations | {} | lambda:InvokeFunction arn:aws:lambda:eu-central-1:222222222222:function:hook",
        "iam | GetRole | {'RoleName':'task'} | iam:GetRole arn:aws:iam::222222222222:role/app/task",
        "iam | GetUser | {} | iam:GetUser arn:aws:iam::222222222222:role/deploy",
        "cloudformation | DescribeStacks | {'StackName':'net'} | cloudformation:DescribeStacks arn:aws:cloudformation:eu-central-1:222222222222:stack/net/*",
        "cloudformation | DescribeStacks | {} | cloudformation:DescribeStacks arn:aws:cloudformation:eu-central-1:222222222222:stack/*",
        "sts | GetCallerIdentity | {} | ``",
      })
  void aCallNeeds(String service, String operation, String input, String needed) {
    store.put(
        place(),
        "AWS::SecretsManager::Secret",
        "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf",
        Json.object().put("Name", "db"));
    store.put(place(), Identity.ROLE, "task", Json.object().put("Path", "/app/"));

    assertThat(of(service, operation, input))
        .extracting(a -> a.action() + " " + a.resource())
        .isEqualTo(needed.isEmpty() ? List.of() : List.of(needed));
  }

  @Test
  void someCallsNeedSeveralThings() {
    assertThat(
            of(
                "codedeploy",
                "CreateDeployment",
                "{'applicationName':'a','deploymentGroupName':'g',"
                    + "'overrideAlarmConfiguration':{'enabled':true}}"))
        .extracting(Access::action)
        .containsExactly(
            "codedeploy:CreateDeployment",
            "codedeploy:GetDeploymentConfig",
            "codedeploy:RegisterApplicationRevision",
            "codedeploy:UpdateDeploymentGroup");
    assertThat(
            of("application-autoscaling", "RegisterScalableTarget", "{'ResourceId':'service/a/b'}"))
        .extracting(Access::resource)
        .containsExactly(
            "arn:aws:application-autoscaling:eu-central-1:222222222222:scalable-target/*",
            "arn:aws:ecs:eu-central-1:222222222222:service/a/b",
            "arn:aws:ecs:eu-central-1:222222222222:service/a/b");
  }

  @Test
  void conditionKeysComeFromTheRequest() {
    assertThat(of("ecs", "ListTasks", "{'cluster':'apps'}").get(0).context())
        .isEqualTo(
            Map.of(
                "ecs:cluster",
                List.of("arn:aws:ecs:eu-central-1:222222222222:cluster/apps"),
                "aws:RequestedRegion",
                List.of("eu-central-1")));
    assertThat(
            of(
                    "ecs",
                    "RegisterTaskDefinition",
                    "{'family':'f','cpu':'256','requiresCompatibilities':['EC2','FARGATE'],"
                        + "'tags':[{'key':'team','value':'a'}],"
                        + "'containerDefinitions':[{'privileged':true}]}")
                .get(0)
                .context())
        .containsEntry("ecs:task-cpu", List.of("256"))
        .doesNotContainKey("ecs:task-memory")
        .containsEntry("ecs:compute-compatibility", List.of("EC2", "FARGATE"))
        .containsEntry("ecs:privileged", List.of("true"))
        .containsEntry("aws:RequestTag/team", List.of("a"))
        .containsEntry("aws:TagKeys", List.of("team"));
  }

  @Test
  void aDeploymentThatNamesNoConfigurationTakesItsGroups() {
    store.put(
        place(),
        "AWS::CodeDeploy::DeploymentGroup",
        "a/g",
        Json.object().put("DeploymentConfigName", "Ours"));
    assertThat(
            of(
                "codedeploy",
                "CreateDeployment",
                "{'applicationName':'a','deploymentGroupName':'g'}"))
        .extracting(Access::resource)
        .contains("arn:aws:codedeploy:eu-central-1:222222222222:deploymentconfig:Ours");
  }

  /** A call without a row would be refused with 501. */
  @Test
  void everyOperationThatIsAnsweredHasARow() throws Exception {
    Set<String> without = new TreeSet<>();
    try (var files = Files.walk(Path.of("src/main/java/io/github/xacct/rehearsal"))) {
      for (Path file : files.toList()) {
        String text = Files.isRegularFile(file) ? Files.readString(file) : "";
        var service =
            Pattern.compile("String signingName\\(\\) \\{\\s*return \"([\\w-]+)\";").matcher(text);
        if (service.find()) {
          Pattern.compile("case \"([A-Z][A-Za-z]+)\"")
              .matcher(text)
              .results()
              .map(r -> r.group(1))
              .filter(operation -> !hasRow(service.group(1), operation))
              .forEach(operation -> without.add(service.group(1) + ":" + operation));
        }
      }
    }
    // The filters of parameters are not operations.
    without.removeIf(name -> name.matches("ssm:(BeginsWith|Contains|Equals)"));
    assertThat(without).isEmpty();
  }

  private boolean hasRow(String service, String operation) {
    if (service.equals("sts") && operation.equals("AssumeRole")) {
      return true;
    }
    try {
      of(service, operation, "{}");
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  @Test
  void anOperationWithoutARowIsNamed() {
    assertThatThrownBy(() -> of("ecs", "ExecuteCommand", "{}"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("ExecuteCommand");
  }

  private static AccountRegion place() {
    return new AccountRegion(CALLER.account(), new io.github.xacct.model.Region("eu-central-1"));
  }

  private List<Access> of(String service, String operation, String input) {
    return permissions.of(
        service,
        new Call(CALLER, "eu-central-1", operation, (ObjectNode) Stage.json(input), "request"));
  }
}
