package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All messages about errors in a task definition template, verbatim. */
class TaskDefinitionMistakesTest {

  private static final String CONTAINER =
      "{\"name\": \"web\", \"portMappings\": [{\"containerPort\": 8080}]}";

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheirLines() {
    String text =
        """
        {
          "familly": "demo",
          "family": "${app.family}",
          "requiresCompatibilities": ["FARGATE"],
          "networkMode": "bridge",
          "cpu": 256,
          "memory": "4096",
          "containerDefinitions": [
            {
              "name": "web",
              "image": "${ignored.as.it.is.replaced}",
              "portMapings": [{"containerPort": "8080"}],
              "environment": [
                {"name": "URL", "value": "jdbc:${db.host}/${db.name}"},
                {"name": "PORT", "value": 8080},
                {"naem": "X", "value": "y"}
              ],
              "secrets": [{"name": "URL", "valueFrom": "x"}]
            },
            {"name": "web", "image": "x", "logConfiguration": {"options": {"a": 1}}, "essential": "false"}
          ]
        }
        """;
    assertThat(message(text, new AppContainer(Optional.of("web"), Optional.of(8080))))
        .isEqualTo(Samples.resource("all-mistakes.txt").strip());
  }

  @Test
  void mistakesInADescribedDefinitionNameTheWholePath() {
    String text =
        "{\"taskDefinition\": {\"family\": \"x\", \"memory\": \"512\", \"containerDefinitions\": [\n"
            + CONTAINER.replace("portMappings", "portMapping")
            + "]},\n \"tag\": [],\n \"tags\": [{\"Key\": \"a\"}]}";
    assertThat(message(text, new AppContainer(Optional.of("web"), Optional.of(8080))))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 3 mistakes.
            taskDefinition.containerDefinitions[0].portMapping: no such field (line 2), did you \
            mean portMappings?
            tag: no such field beside taskDefinition (line 3)
            tags[0].Key: no such field (line 4), did you mean key?""");
  }

  @ParameterizedTest
  @MethodSource("oneMistake")
  void oneMistakeIsOneLine(String moreField, String told) {
    assertThat(message(Samples.minimal(moreField), AppContainer.theOnlyOne()))
        .isEqualTo("src/main/ecs/taskdef.json: 1 mistake.\n" + told);
  }

  static Stream<Arguments> oneMistake() {
    return Stream.of(
        Arguments.of("\"volume\": []", "volume: no such field (line 9), did you mean volumes?"),
        Arguments.of("\"Tags\": []", "Tags: no such field (line 9), did you mean tags?"),
        Arguments.of(
            "\"logConfiguration\": {}",
            "logConfiguration: no such field (line 9), it is a field of ContainerDefinition"),
        Arguments.of("\"quux\": 1", "quux: no such field (line 9)"),
        Arguments.of(
            "\"tags\": [{\"key\": \"a\", \"colour\": \"red\"}]",
            "tags[0].colour: no such field (line 9), the fields here are key, value"),
        Arguments.of(
            "\"ephemeralStorage\": {\"sizeInGiB\": \"30\"}",
            "ephemeralStorage.sizeInGiB: needs a whole number, but here is a string (line 9),"
                + " write it without quotes"),
        Arguments.of(
            "\"ephemeralStorage\": {\"sizeInGiB\": 30.5}",
            "ephemeralStorage.sizeInGiB: needs a whole number, but here is a number with a"
                + " fraction (line 9)"),
        Arguments.of("\"ephemeralStorage\": {}", "ephemeralStorage: sizeInGiB is missing (line 9)"),
        Arguments.of(
            "\"ephemeralStorage\": 30",
            "ephemeralStorage: needs an object, but here is a number (line 9)"),
        Arguments.of(
            "\"enableFaultInjection\": \"true\"",
            "enableFaultInjection: needs true or false, but here is a string (line 9), write it"
                + " without quotes"),
        Arguments.of(
            "\"pidMode\": true",
            "pidMode: needs a string, but here is a boolean (line 9), put it in quotes"),
        Arguments.of(
            "\"volumes\": {\"name\": \"x\"}",
            "volumes: needs a list, but here is an object (line 9), write [ ] around it"),
        Arguments.of(
            "\"volumes\": [null]", "volumes[0]: needs an object, but here is null (line 9)"),
        Arguments.of(
            "\"taskRoleArn\": \"${role\"",
            "taskRoleArn: ${ is not closed by } (line 9), for a literal ${ write $${"));
  }

  @ParameterizedTest
  @CsvSource({"AccountId, account", "AWS_REGION, region", "ACCOUNT:-1, account"})
  void theAccountAndTheRegionHaveNamesHere(String name, String own) {
    String role = "\"taskRoleArn\": \"arn:aws:iam::${" + name + "}:role/x\"";
    assertThat(message(Samples.minimal(role), AppContainer.theOnlyOne()))
        .contains(
            "taskRoleArn: nothing fills ${%s} (line 9), here it is written ${xacct.%s}\n"
                .formatted(name, own));
  }

  @Test
  void whatFollowsFromAnotherMistakeIsNotReported() {
    String text =
        """
        {"family": "x", "containerDefinitions": [
          {"naem": "web", "image": "x", "memory": "512",
           "portMappings": [{"containerPort": "8080"}]}]}""";
    assertThat(message(text))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 3 mistakes.
            containerDefinitions[0].naem: no such field (line 2), did you mean name?
            containerDefinitions[0].memory: needs a whole number, but here is a string (line 2), \
            write it without quotes
            containerDefinitions[0].portMappings[0].containerPort: needs a whole number, but here \
            is a string (line 3), write it without quotes""");
  }

  @Test
  void anUnfilledPlaceholderSaysWhereAValueCanComeFrom() {
    assertThat(message(Samples.minimal("\"taskRoleArn\": \"${task.role}\"")))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 1 mistake.
            taskRoleArn: nothing fills ${task.role} (line 9)
            Try: set it in the environment's <variables> or as a project property; an \
            environment variable is written ${env.NAME}, a literal ${name} $${name}""");
  }

  @Test
  void theValueOfABarePlaceholderIsNeverTold() {
    String text = Samples.minimal("\"ephemeralStorage\": {\"sizeInGiB\": ${size}}");
    assertThat(message(text, AppContainer.theOnlyOne(), "size", "hunter2"))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 1 mistake.
            ephemeralStorage.sizeInGiB: the value of ${size} is not a number, true or false (line \
            9), put the placeholder in quotes if a text is meant""");
  }

  @Test
  void theAppsContainerMustBeThere() {
    String two =
        Samples.minimal()
            .replace("\"name\": \"web\"", "\"name\": \"web\", \"image\": \"web\"")
            .replace(
                "\"containerDefinitions\": [",
                "\"containerDefinitions\": [{\"name\": \"xray\", \"image\": \"xray\"}, ");
    assertThat(message(two, new AppContainer(Optional.of("app"), Optional.empty())))
        .endsWith(
            "1 mistake.\ncontainerDefinitions: no container is called app (line 8), the names here"
                + " are xray, web");
    assertThat(message(two))
        .endsWith(
            "1 mistake.\ncontainerDefinitions: holds xray, web (line 8), set the app's with <containerName>, or by <IMAGE1_NAME> as its image");
    assertThat(message(two, new AppContainer(Optional.of("xray"), Optional.empty())))
        .endsWith(
            "1 mistake.\ncontainerDefinitions[0].portMappings: container xray opens no port (line 8),"
                + " add portMappings, or name the container in front in an appspec.yaml");
    assertThat(message(two, new AppContainer(Optional.of("web"), Optional.of(80))))
        .endsWith(
            "1 mistake.\ncontainerDefinitions[1].portMappings: container web does not open port 80"
                + " (line 8), add {\"containerPort\": 80} or change <containerPort>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\": \"\"}", "{\"name\": null}"})
  void aContainerWithoutNameSaysSo(String container) {
    assertThat(message("{\"family\": \"x\", \"containerDefinitions\": [" + container + "]}"))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 1 mistake.
            containerDefinitions[0]: name is missing (line 1)""");
  }

  @Test
  void aNameThatIsUnfilledOrANumberIsToldOnce() {
    String text = "{\"family\": \"x\", \"containerDefinitions\": [{\"name\": %s}]}";
    assertThat(message(text.formatted("\"${n}\"")))
        .startsWith(
            "src/main/ecs/taskdef.json: 1 mistake.\n"
                + "containerDefinitions[0].name: nothing fills ${n} (line 1)\n");
    assertThat(message(text.formatted("1")))
        .isEqualTo(
            "src/main/ecs/taskdef.json: 1 mistake.\n"
                + "containerDefinitions[0].name: needs a string, but here is a number (line 1), put"
                + " it in quotes");
  }

  @Test
  void aDefinitionWithoutContainersOrFamilySaysSo() {
    assertThat(message("{\"containerDefinitions\": []}"))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 2 mistakes.
            containerDefinitions: has no container (line 1)
            family is missing (line 1)""");
    assertThat(message("{}"))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 2 mistakes.
            family is missing (line 1)
            containerDefinitions is missing (line 1)""");
    assertThat(message("{\"family\": \"x\", \"containerDefinitions\": {\"name\": \"x\"}}"))
        .contains("containerDefinitions: needs a list, but here is an object (line 1)");
    assertThat(message("{\"family\": \"x\", \"containerDefinitions\": [\"web\"]}"))
        .contains("containerDefinitions[0]: needs an object, but here is a string (line 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "256|4096|cpu: Fargate has no memory 4096 for cpu 256: write one of 512, 1024, 2048 (line"
            + " 5)",
        "300|512|cpu: Fargate has no cpu 300: write one of 256, 512, 1024, 2048, 4096, 8192, 16384"
            + " (line 5)",
        "1 vCPU|1GB|cpu: Fargate has no memory 1024 for cpu 1024: write one of 2048, 3072, 4096,"
            + " 5120, 6144, 7168, 8192 (line 5)",
        "256|1 MB|memory: ECS cannot read this size (line 6), write one such as 512, 2048 or 2GB",
        "lots|512|cpu: ECS cannot read this size (line 5), write one such as 256, 1024 or 1 vCPU",
      })
  void fargateHasOnlySomeSizes(String cpu, String memory, String told) {
    String text =
        Samples.minimal()
            .replace("\"256\"", "\"" + cpu + "\"")
            .replace("\"512\"", "\"" + memory + "\"");
    assertThat(message(text)).isEqualTo("src/main/ecs/taskdef.json: 1 mistake.\n" + told);
  }

  @Test
  void fargateNeedsItsFields() {
    String text =
        "{\"family\": \"x\", \"requiresCompatibilities\": [\"FARGATE\"],\n"
            + "\"containerDefinitions\": ["
            + CONTAINER
            + "]}";
    assertThat(message(text))
        .isEqualTo(
            """
            src/main/ecs/taskdef.json: 4 mistakes.
            networkMode: Fargate supports networkMode awsvpc only (line 1), write "awsvpc"
            executionRoleArn: Fargate needs a role to pull from ECR, but none is named (line 1), \
            name the task execution role
            cpu is missing, which Fargate needs (line 1), such as 256, 1024 or 1 vCPU
            memory is missing, which Fargate needs (line 1), such as 512, 2048 or 2GB""");
  }

  @Test
  void elevenContainersAreOneTooMany() {
    String containers = (CONTAINER + ", ").repeat(10) + CONTAINER;
    assertThat(
            message(
                "{\"family\": \"x\", \"containerDefinitions\": [" + containers + "]}",
                new AppContainer(Optional.of("web"), Optional.of(8080))))
        .contains("containerDefinitions: ECS takes at most 10 containers, but here are 11 (line 1)")
        .contains("containerDefinitions[10].name: a second container is called web (line 1)");
  }

  @Test
  void moreThanSixtyFourKibibytesAreTooMany() {
    String labels = "\"dockerLabels\": {\"a\": \"" + "ä".repeat(32_700) + "\"}, \"portMappings\"";
    assertThat(message(Samples.minimal().replace("\"portMappings\"", labels)))
        .isEqualTo(
            """
            Task definition demo has 65687 bytes, but ECS takes 65536.
            Try: move long environment values into Parameter Store, Secrets Manager or S3
                 or shorten commands and labels""");
  }

  private static String message(String text) {
    return message(text, AppContainer.theOnlyOne());
  }

  private static String message(String text, AppContainer app, String... values) {
    return Samples.message(
        () ->
            TaskDefinitionTemplate.render(
                new TemplateFile("src/main/ecs/taskdef.json", text), app, Samples.values(values)));
  }
}
