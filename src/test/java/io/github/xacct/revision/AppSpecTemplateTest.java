package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AppSpecTemplateTest {

  private static final String LEAST =
      """
      version: 0.0
      Resources:
        - TargetService:
            Type: AWS::ECS::Service
            Properties:
              TaskDefinition: ${whatever}
              LoadBalancerInfo:
                ContainerName: web
                ContainerPort: 8080
      """;

  @Test
  void whatIsRenderedReadsBackAsItself() {
    String full =
        Samples.resource("full-appspec.yaml")
            .replace("\"" + Samples.REVISION + "\"", "<TASK_DEFINITION>");
    assertThat(read(full).yaml()).isEqualTo(full);
    assertThat(read(full).withTaskDefinition(Samples.REVISION).yaml())
        .isEqualTo(Samples.resource("full-appspec.yaml"));
  }

  @Test
  void theTaskDefinitionIsReplacedWhateverStandsThere() {
    assertThat(read(LEAST).taskDefinition()).isEqualTo("<TASK_DEFINITION>");
    assertThat(read(LEAST.replaceFirst(" *TaskDefinition.*\n", "")).yaml())
        .isEqualTo(read(LEAST).yaml());
  }

  @Test
  void placeholdersAreFilledAndCommentsAndAVersionInQuotesAreFine() {
    String text =
        LEAST
                .replace("0.0", "\"0.0\" # the only one")
                .replace("web", "${c}")
                .replace("8080", "${p}")
            + "Hooks:\n  - BeforeInstall: \"${env}-hook\"\n";
    assertThat(read(text, "c", "web", "p", "8080", "env", "test").yaml())
        .isEqualTo(read(LEAST).yaml() + "Hooks:\n  - BeforeInstall: \"test-hook\"\n");
  }

  @Test
  void aResourceMayHaveAnyName() {
    assertThat(read(LEAST.replace("TargetService", "ecs-service")).yaml())
        .isEqualTo(read(LEAST).yaml());
  }

  @Test
  void fieldsInTwoSpellingsAreNotMixed() {
    assertThat(
            message(
                LEAST
                    .replace("version: 0.0", "version: 0.0\nVersion: 0.0")
                    .replace("version: 0.0\nV", "VERSION: 0.0\nV")))
        .isEqualTo(
            """
            appspec.yaml: 2 mistakes.
            VERSION: no such field (line 1), did you mean version?
            Version: no such field (line 2), did you mean version?""");
  }

  @Test
  void jsonIsReadToo() {
    assertThat(read(read(LEAST).content().text()).yaml()).isEqualTo(read(LEAST).yaml());
  }

  @Test
  void allMistakesAreToldAtOnce() {
    String text =
        """
        version: latest
        resources: []
        Resources:
          - TargetService:
              Type: AWS::Lambda::Function
              Properties:
                LoadBalancerInfo:
                  ContainerName: ${name}
                  ContainerPort: http
                NetworkConfiguration:
                  awsvpcConfiguration:
                    Subnets: []
                CapacityProviderStrategy:
                  - CapacityProvider: FARGATE
                    Weight: many
          - TargetService: {}
        Hooks:
          - BeforeInstall: one
          - BeforeInstall: two
          - AfterInstal: three
          - BeforeAllowTraffic: four
            AfterAllowTraffic: five
        """;
    assertThat(message(text)).isEqualTo(Samples.resource("appspec-mistakes.txt").strip());
  }

  @ParameterizedTest
  @MethodSource("oneMistake")
  void oneMistakeIsOneLine(String text, String told) {
    assertThat(message(text)).isEqualTo("appspec.yaml: 1 mistake.\n" + told);
  }

  static Stream<Arguments> oneMistake() {
    String info = "Resources[0].TargetService.Properties.LoadBalancerInfo";
    String awsvpc =
        "Resources[0].TargetService.Properties.NetworkConfiguration.AwsvpcConfiguration";
    String network =
        LEAST + "        NetworkConfiguration:\n          AwsvpcConfiguration:\n            ";
    return Stream.of(
        Arguments.of(
            LEAST.replace("web", "app"),
            info
                + ".ContainerName: the task definition has no container app (line 8), the names"
                + " there are web"),
        Arguments.of(
            LEAST.replace("8080", "80"),
            info
                + ".ContainerPort: container web of the task definition does not open port 80"
                + " (line 9)"),
        Arguments.of(
            LEAST.replace("web", "1234"),
            info
                + ".ContainerName: needs a string, but here is a number (line 8), put it in quotes"),
        Arguments.of(
            LEAST.replaceFirst("(?s)  - Target.*", "  []\n"),
            "Resources: an ECS deployment has exactly one TargetService, but here are 0 (line 2)"),
        Arguments.of("version: 0.0\n", "Resources is missing (line 1)"),
        Arguments.of(
            LEAST.replace("version: 0.0", "version: two"),
            "version: is a number (line 1), write 0.0"),
        Arguments.of(
            LEAST + "Hooks:\n  BeforeInstall: x\n",
            "Hooks: needs a list, but here is an object (line 10), write [ ] around it"),
        Arguments.of(
            network + "{Subnets: [subnet-a], SecurityGroups: [sg-b], AssignPublicIp: true}\n",
            awsvpc
                + ".AssignPublicIp: needs a string, but here is a boolean (line 12), write ENABLED"
                + " or DISABLED"),
        Arguments.of(
            LEAST
                .replace("  - TargetService", "    TargetService")
                .replace("${whatever}", "<TASK_DEFINITION>"),
            "Resources: needs a list, but here is an object (line 2), write [ ] around it"),
        Arguments.of(
            network + "{Subnets: [subnet-a], SecurityGroups: [sg-b], AssignPublicIp: enabled}\n",
            awsvpc + ".AssignPublicIp: is ENABLED or DISABLED (line 12)"),
        Arguments.of(
            network + "{Subnets: [], SecurityGroups: [sg-b], AssignPublicIp: ENABLED}\n",
            awsvpc + ": needs at least one subnet and one security group (line 11)"),
        Arguments.of(
            network + "{Subnets: [subnet-a], AssignPublicIp: ENABLED}\n",
            awsvpc + ": SecurityGroups is missing (line 11)"));
  }

  private static String message(String text) {
    return Samples.message(() -> read(text));
  }

  private static AppSpec read(String text, String... values) {
    return AppSpec.fromTemplate(
        new TemplateFile("appspec.yaml", text),
        Samples.minimalDefinition(),
        Samples.values(values));
  }
}
