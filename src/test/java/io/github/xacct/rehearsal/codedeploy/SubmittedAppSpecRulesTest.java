package io.github.xacct.rehearsal.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.Stage;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.revision.AppContainer;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TaskDefinitionTemplate;
import io.github.xacct.revision.TemplateFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The findings about an AppSpec file before a deployment, and the same refusals of the embedded
 * CodeDeploy.
 */
class SubmittedAppSpecRulesTest {
  private static final String NETWORK =
      "        NetworkConfiguration:\n          AwsvpcConfiguration: ";
  private static final String SPEC =
      """
      version: 0.0
      Resources:
        - TargetService:
            Type: AWS::ECS::Service
            Properties:
              TaskDefinition: <TASK_DEFINITION>
              LoadBalancerInfo:
                ContainerName: web
                ContainerPort: 8080
      """;
  private static final String TASK =
      """
      {"family": "demo", "executionRoleArn": "x", "networkMode": "awsvpc",
       "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
       "containerDefinitions": [
         {"name": "web", "image": "x", "portMappings": [{"containerPort": 8080}]}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Subnets: [subnet_1], SecurityGroups: [sg-1]|Subnets[0]: 'subnet_1' is not such an id (line"
            + " 11), write one like subnet-0a1b2c3d",
        "Subnets: [subnet-1], SecurityGroups: [default]|SecurityGroups[0]: 'default' is not such an"
            + " id (line 11), write one like sg-0a1b2c3d",
        "Subnets: [subnet-1, subnet-1], SecurityGroups: [sg-1]|Subnets[1]: subnet-1 is there"
            + " already (line 11)",
        "Subnets: [subnet-1], SecurityGroups: [sg-1, sg-2, sg-3, sg-4, sg-5, sg-6]|SecurityGroups:"
            + " 6 are too many (line 11), write at most 5",
      })
  void networksHaveIdsOfTheirForm(String network, String told) {
    String spec = SPEC + NETWORK + "{" + network + ", AssignPublicIp: DISABLED}\n";

    refused(
        spec,
        "Resources[0].TargetService.Properties.NetworkConfiguration.AwsvpcConfiguration." + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{CapacityProvider: FARGATE, Weight: 0}|: no capacity provider has a weight (line 10),"
            + " write 1 for one at least",
        "{CapacityProvider: FARGATE, Weight: 1001}|[0].Weight: 1001 is out of range (line 10),"
            + " write a number from 0 to 1000",
        "{CapacityProvider: FARGATE, Weight: 1, Base: 1}, {CapacityProvider: FARGATE_SPOT, Weight:"
            + " 1, Base: 1}|: only one capacity provider can have a base (line 10), write 0 for the"
            + " others",
        "{CapacityProvider: FARGATE, Weight: 1}, {CapacityProvider: FARGATE, Weight: 1}|[1]"
            + ".CapacityProvider: a second line for FARGATE (line 10)",
        "{CapacityProvider: FARGATE, Weight: 1}, {CapacityProvider: own, Weight: 1}|: FARGATE and"
            + " FARGATE_SPOT cannot be mixed with other providers (line 10)",
      })
  void strategiesAreThoseOfEcs(String strategy, String told) {
    refused(
        SPEC + "        CapacityProviderStrategy: [" + strategy + "]\n",
        "Resources[0].TargetService.Properties.CapacityProviderStrategy" + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "my function|'my function' is not a Lambda function (line 11), write its name, or"
            + " arn:aws:lambda:REGION:ACCOUNT:function:NAME",
        "arn:aws:lambda:eu-central-1:222222222222:layer:x|"
            + "'arn:aws:lambda:eu-central-1:222222222222:layer:x' is not a Lambda function (line"
            + " 11), write its name, or arn:aws:lambda:REGION:ACCOUNT:function:NAME",
      })
  void hooksAreFunctions(String function, String told) {
    refused(
        SPEC + "Hooks:\n  - BeforeInstall: " + function + "\n", "Hooks[0].BeforeInstall: " + told);
  }

  @Test
  void aPlatformVersionIsOne() {
    refused(
        SPEC + "        PlatformVersion: '1.5'\n",
        "Resources[0].TargetService.Properties.PlatformVersion: '1.5' is not a platform version"
            + " (line 10), write 1.4.0 or LATEST");
  }

  @Test
  void aFunctionOfAnotherAccountIsToldAtItsLine() {
    String spec =
        SPEC + "Hooks:\n  - AfterInstall: arn:aws:lambda:eu-central-1:333333333333:function:f\n";

    assertThatThrownBy(() -> read(spec, TASK))
        .hasMessage(
            "appspec.yaml: 1 mistake.\nHooks[0].AfterInstall: the function is of account"
                + " 333333333333, but the environment is in 222222222222 (line 11), write one of"
                + " 222222222222");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1], SecurityGroups: [sg-1],"
            + " AssignPublicIp: DISABLED}}|bridge|Network Configuration is not valid for the given"
            + " networkMode of this task definition.",
        "NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1], SecurityGroups: [sg-1],"
            + " AssignPublicIp: ENABLED}}|awsvpc|Assign public IP is not supported for this launch"
            + " type.",
        "PlatformVersion: '1.4.0'|awsvpc|The platform version must be null when specifying an EC2"
            + " launch type.",
        "CapacityProviderStrategy: [{CapacityProvider: FARGATE, Weight: 1}]|awsvpc|Task definition"
            + " does not support launch_type FARGATE.",
      })
  void theTaskDefinitionMustFit(String property, String mode, String aws) throws Exception {
    String task = TASK.replace("awsvpc", mode).replace("FARGATE", "EC2");
    String spec = SPEC + "        " + property + "\n";

    assertThatThrownBy(() -> read(spec, task)).hasMessageStartingWith("appspec.yaml: 1 mistake.");
    assertThat(
            io.github.xacct.rehearsal.codedeploy.SubmittedAppSpec.read(spec)
                .refusal(Stage.json(task)))
        .contains(aws);
  }

  private static void refused(String spec, String told) {
    assertThatThrownBy(() -> read(spec, TASK)).hasMessage("appspec.yaml: 1 mistake.\n" + told);
    assertThatThrownBy(() -> io.github.xacct.rehearsal.codedeploy.SubmittedAppSpec.read(spec))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidRevisionException"))
        .hasMessageContaining(told.substring(0, told.indexOf(" (line")));
  }

  private static AppSpec read(String spec, String task) {
    TaskDefinition definition =
        TaskDefinitionTemplate.render(
            new TemplateFile("taskdef.json", task),
            new AppContainer(Optional.of("web"), Optional.of(8080)),
            name -> Optional.empty());
    return AppSpec.fromTemplate(
        new TemplateFile("appspec.yaml", spec),
        definition,
        name -> Optional.empty(),
        new AccountId("222222222222"),
        new Region("eu-central-1"),
        warning -> {});
  }
}
