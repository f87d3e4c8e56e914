package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Realistic template files, with the goal {@code appspec}. */
class TemplateCasesTest {
  private static final String IMAGE =
      "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo-app@sha256:" + "a".repeat(64);
  private static final String POM =
      """
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment><name>test</name><account>222222222222</account>%s</environment>
      </environments>
      """;

  @TempDir Path folder;
  private Path ecs;

  @BeforeEach
  void folders() throws Exception {
    ecs = Files.createDirectories(folder.resolve("src/main/ecs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "\"1.0\"", "0", "0.2", "0.0"})
  void anyNumberIsAnAppSpecsVersion(String version) throws Exception {
    use("appspec-version-1");
    Path file = ecs.resolve("appspec.yaml");
    Files.writeString(
        file, Files.readString(file).replace("version: 1\n", "version: " + version + "\n"));

    run("");

    assertThat(appSpec().path("version").asText()).isEqualTo("0.0");
    assertThat(appSpec().at("/Hooks/0/AfterAllowTestTraffic").asText()).isEqualTo("smoke");
  }

  @Test
  void keysAreMatchedWithoutRegardToCase() throws Exception {
    use("appspec-camel-case-network");

    run("");

    JsonNode awsvpc = properties().at("/NetworkConfiguration/AwsvpcConfiguration");
    assertThat(awsvpc)
        .hasToString(
            "{\"Subnets\":[\"subnet-0a1b2c3d\",\"subnet-0a1b2c3e\"],"
                + "\"SecurityGroups\":[\"sg-0a1b2c3d\"],\"AssignPublicIp\":\"DISABLED\"}");
  }

  @Test
  void anEmptyNodeIsNothing() throws Exception {
    use("appspec-empty-hooks");

    run("");

    assertThat(appSpec().has("Hooks")).isFalse();
  }

  @Test
  void anAliasIsWhatItsAnchorStandsAt() throws Exception {
    use("appspec-alias");

    run("");

    String function = "arn:aws:lambda:eu-central-1:222222222222:function:check";
    assertThat(appSpec().at("/Hooks/0/BeforeInstall").asText()).isEqualTo(function);
    assertThat(appSpec().at("/Hooks/1/AfterInstall").asText()).isEqualTo(function);
  }

  @Test
  void anAppSpecMayBeJson() throws Exception {
    use("appspec-json-file");

    run("");

    assertThat(appSpec().at("/Hooks/0/BeforeAllowTraffic").asText()).isEqualTo("gate");
  }

  @Test
  void theNamedContainersOnlyPortIsTheApps() throws Exception {
    use("two-containers-one-port");

    run("<task><containerName>nginx</containerName></task>");

    assertThat(loadBalancer()).isEqualTo("nginx:80");
  }

  @Test
  void aPortWithoutANameCounts() throws Exception {
    use("container-port-alone");

    run("<task><containerPort>8000</containerPort></task>");

    assertThat(loadBalancer()).isEqualTo("app:8000");
  }

  @Test
  void codePipelinesPlaceholderIsFilledWhereverItStands() throws Exception {
    use("image1-twice");

    run("<task><containerName>app</containerName></task>");

    assertThat(taskDefinition().findValuesAsText("image")).containsExactly(IMAGE, IMAGE);
  }

  @Test
  void aDumpOfPowerShellIsRead() throws Exception {
    use("describe-dump-utf16");

    run("");

    assertThat(taskDefinition().path("family").asText()).isEqualTo("demo-app-test");
    assertThat(taskDefinition().has("revision")).isFalse();
  }

  @Test
  void placeholdersOfAnotherToolAreReportedEachAtItsLine() throws Exception {
    use("foreign-placeholder-in-role");

    assertThat(catchThrowable(() -> run("")))
        .hasMessage(
            """
            src/main/ecs/taskdef.json: 2 mistakes.
            executionRoleArn: {{ must_env `AWS_ACCOUNT_ID` }} looks like a placeholder of another \
            tool (line 9), here it is written ${xacct.account}
            taskRoleArn: <ACCOUNT_ID> looks like a placeholder of another tool (line 22), here it \
            is written ${xacct.account}""");
  }

  @Test
  void aVariableOfThisProcessIsFilledOnlyWhereItIsNamedAsOne() throws Exception {
    use("container-port-alone");
    String task = "<task><containerPort>8000</containerPort></task>";
    command("echo ${PATH} $PATH $${HOME}");

    assertThat(catchThrowable(() -> run(task)))
        .hasMessage(
            """
            src/main/ecs/taskdef.json: 1 mistake.
            containerDefinitions[0].command[0]: nothing fills ${PATH} (line 13), for the variable \
            of this process write ${env.PATH}, for the container's shell $${PATH}
            Try: set it in the environment's <variables> or as a project property; an \
            environment variable is written ${env.NAME}, a literal ${name} $${name}""");

    command("echo ${env.PATH} $PATH $${HOME}");

    assertThat(run(task))
        .contains("src/main/ecs/taskdef.json: filled from this process's environment: ${env.PATH}");
    assertThat(taskDefinition().at("/containerDefinitions/0/command/0").asText())
        .isEqualTo("echo " + System.getenv("PATH") + " $PATH ${HOME}");
  }

  @Test
  void aNameThatNothingFillsIsShownTheNearest() throws Exception {
    use("container-port-alone");
    command("${xacct.acount} ${GREETINGS} ${quite.another}");

    assertThat(
            catchThrowable(
                () ->
                    run(
                        "<task><containerPort>8000</containerPort></task>"
                            + "<variables><GREETING>hi</GREETING></variables>")))
        .hasMessageContaining("${xacct.acount} (line 13), did you mean ${xacct.account}?")
        .hasMessageContaining("${GREETINGS} (line 13), did you mean ${GREETING}?")
        .hasMessageContaining("nothing fills ${quite.another} (line 13)\n");
  }

  /** Replaces the app's image. */
  private void command(String text) throws Exception {
    Path file = ecs.resolve("taskdef.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\"(?:image|command)\": .*",
                java.util.regex.Matcher.quoteReplacement("\"command\": [\"" + text + "\"],")));
  }

  @Test
  void whatPythonDumpedIsRead() throws Exception {
    use("container-port-alone");
    Path file = ecs.resolve("taskdef.json");
    Files.writeString(
        file,
        "{\"taskDefinition\": "
            + Files.readString(file)
            + ", \"tags\": [], \"ResponseMetadata\": {\"HTTPStatusCode\": 200}}");

    run("<task><containerPort>8000</containerPort></task>");

    assertThat(taskDefinition().has("ResponseMetadata")).isFalse();
  }

  @Test
  void whatIsNestedTooDeepNamesItsFile() throws Exception {
    Files.writeString(ecs.resolve("taskdef.json"), "{\"a\": " + "[".repeat(20_000));

    assertThat(catchThrowable(() -> run("")))
        .hasMessageStartingWith("src/main/ecs/taskdef.json cannot be read: line 1, column ")
        .hasMessageEndingWith("It is nested deeper than 50 levels.");
  }

  @Test
  void whatAnAppSpecFileOverridesIsReported() throws Exception {
    use("appspec-version-1");
    String told =
        "Environment test: the AppSpec comes from src/main/ecs/appspec.yaml, which differs from the pom. The file takes precedence; delete from the pom: ";

    assertThat(run("<hooks><afterAllowTestTraffic>smoke</afterAllowTestTraffic></hooks>"))
        .noneMatch(line -> line.contains("differs from the pom"));
    assertThat(
            run(
                "<hooks><beforeAllowTraffic>gate</beforeAllowTraffic></hooks>"
                    + "<platformVersion>1.4.0</platformVersion>"
                    + "<network><subnets><subnet>subnet-0a1b2c3d</subnet></subnets>"
                    + "<securityGroups><securityGroup>sg-0a1b2c3d</securityGroup></securityGroups>"
                    + "</network><capacityProviders><capacityProvider><name>FARGATE</name>"
                    + "</capacityProvider></capacityProviders>"))
        .contains(
            told
                + "<hooks><beforeAllowTraffic>, <platformVersion>, <network>, <capacityProviders>");
  }

  @Test
  void anAppSpecOfAnotherPlatformIsCalledSo() throws Exception {
    Files.writeString(
        ecs.resolve("appspec.yaml"),
        "version: 0.0\nResources:\n  - fn:\n      Type: AWS::Lambda::Function\n");
    assertThat(catchThrowable(() -> run("")))
        .hasMessage(
            """
            src/main/ecs/appspec.yaml is the AppSpec of a Lambda deployment.
            Try: write one of an ECS deployment: Resources with one TargetService of Type
                 AWS::ECS::Service; or delete the file to use the configuration""");

    Files.writeString(ecs.resolve("appspec.yaml"), "version: 0.0\nos: linux\nfiles: []\n");
    assertThat(catchThrowable(() -> run("")))
        .hasMessageStartingWith(
            "src/main/ecs/appspec.yaml is the AppSpec of an EC2/on-premises deployment.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "taskdef-tset.json|unknown environment tset, did you mean test?",
        "taskdef-live.json|unknown environment live, known: test",
        "appspec-tset.yml|unknown environment tset, did you mean test?",
        "task-definition.json|did you mean taskdef.json?",
        "taskDef.json|did you mean taskdef.json?",
        "TaskDefinition-test.JSON|did you mean taskdef-test.json?",
        "test-taskdef.json|did you mean taskdef-test.json?",
        "test/taskdef.json|did you mean taskdef-test.json?",
        "taskdef.json.tpl|did you mean taskdef.json?",
        "taskdef.yaml|a task definition is read as JSON only, from taskdef.json",
        "ecs_task_def-test.yml|a task definition is read as JSON only, from taskdef-test.json",
        "app-spec.yaml|did you mean appspec.yaml?",
        "appspec.YAML|did you mean appspec.yaml?",
        "AppSpec.json|did you mean appspec.json?",
        "appspec|did you mean appspec.yaml?",
      })
  void aFileOfAnotherNameIsRefusedWithTheRightOne(String name, String what) throws Exception {
    Files.createDirectories(ecs.resolve(name).getParent());
    Files.writeString(ecs.resolve(name), "{}");

    assertThat(catchThrowable(() -> run("")))
        .hasMessage(
            "src/main/ecs contains a file that looks like a template and would not be read.\n"
                + name
                + ": "
                + what
                + "\nTry: rename or delete it; names that are read:\n     taskdef-ENV.json,"
                + " taskdef.json, appspec-ENV.yaml, appspec.yaml (or .yml, .json)");
  }

  @Test
  void allFilesOfOtherNamesAreReportedTogether() throws Exception {
    for (String name : List.of("taskdef.json", "taskdef-a.json", "appspec-b.yaml")) {
      Files.writeString(ecs.resolve(name), "{}");
    }

    assertThat(catchThrowable(() -> run("")))
        .hasMessage(
            """
            src/main/ecs holds 2 files that look like templates and would not be read.
            appspec-b.yaml: unknown environment b, known: test
            taskdef-a.json: unknown environment a, known: test
            Try: rename or delete them; names that are read:
                 taskdef-ENV.json, taskdef.json, appspec-ENV.yaml, appspec.yaml (or .yml, .json)""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "taskdef.json.bak",
        "taskdef.json~",
        ".taskdef.json.swp",
        "taskdef.md"
      })
  void whatIsKeptAsideIsLeftAlone(String name) throws Exception {
    Files.writeString(ecs.resolve(name), "containerDefinitions");

    assertThat(run("")).noneMatch(line -> line.contains("not read"));
  }

  @Test
  void aFileThatHoldsATaskDefinitionUnderAnUnrelatedNameIsWarnedOf() throws Exception {
    Files.writeString(ecs.resolve("migration.json"), "{\"containerDefinitions\": []}");
    Files.writeString(ecs.resolve("blue-green.yml"), "TargetService:");

    assertThat(run(""))
        .contains(
            "src/main/ecs/migration.json holds containerDefinitions and is not read; its name would"
                + " have to be taskdef.json.",
            "src/main/ecs/blue-green.yml holds TargetService and is not read; its name would have"
                + " to be appspec.yaml or appspec.yml or appspec.json.");
  }

  @Test
  void twoFilesForTheSamePurposeAreRefused() throws Exception {
    Files.writeString(ecs.resolve("appspec.yaml"), "{}");
    Files.writeString(ecs.resolve("appspec.json"), "{}");

    assertThat(catchThrowable(() -> run("")))
        .hasMessage(
            "src/main/ecs/appspec.yaml and appspec.json are there for the same purpose.\n"
                + "Try: delete one of them");
  }

  @Test
  void theEnvironmentsOwnAppSpecComesFirstWhateverItsExtension() throws Exception {
    use("appspec-version-1");
    Files.writeString(
        ecs.resolve("appspec-test.yml"),
        Files.readString(ecs.resolve("appspec.yaml")).replace("smoke", "own"));

    run("");

    assertThat(appSpec().at("/Hooks/0/AfterAllowTestTraffic").asText()).isEqualTo("own");
  }

  private void use(String name) throws Exception {
    Path cases = Path.of(TemplateCasesTest.class.getResource("cases/" + name).toURI());
    try (var files = Files.list(cases)) {
      for (Path file : files.toList()) {
        Files.copy(file, ecs.resolve(file.getFileName().toString()));
      }
    }
  }

  private List<String> run(String environment) throws Exception {
    return GoalRun.of(
        new AppSpecMojo(),
        folder,
        POM.formatted(environment),
        "<deployedImage>" + IMAGE + "</deployedImage>");
  }

  private JsonNode taskDefinition() throws Exception {
    return new ObjectMapper().readTree(folder.resolve("target/xacct/test/taskdef.json").toFile());
  }

  private JsonNode appSpec() throws Exception {
    return new YAMLMapper().readTree(folder.resolve("target/xacct/test/appspec.yaml").toFile());
  }

  private JsonNode properties() throws Exception {
    return appSpec().at("/Resources/0/TargetService/Properties");
  }

  private String loadBalancer() throws Exception {
    JsonNode info = properties().path("LoadBalancerInfo");
    return info.path("ContainerName").asText() + ":" + info.path("ContainerPort").asInt();
  }
}
