package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports placeholders of other tools, with their position. */
class ForeignPlaceholderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "arn:aws:iam::<ACCOUNT_ID>:role/x|<ACCOUNT_ID>|xacct.account",
        "arn:aws:iam::<your-aws-account-id>:role/x|<your-aws-account-id>|xacct.account",
        "arn:aws:iam::{{ must_env `AWS_ACCOUNT_ID` }}:role/x|{{ must_env `AWS_ACCOUNT_ID` }}|xacct.account",
        "arn:aws:iam::{{ account_id }}:role/x|{{ account_id }}|xacct.account",
        "{{ .Values.taskRole }}|{{ .Values.taskRole }}|Values.taskRole",
        "{{ role|{{ role|role",
        "{% if prod %}admin|{% if prod %}|name",
        "arn:aws:iam::XXXXXXXXXXXX:role/x|XXXXXXXXXXXX|xacct.account",
        "arn:aws:iam::xxxx:role/x|xxxx|xacct.account",
        "arn:aws:iam::ACCOUNT_ID:role/x|ACCOUNT_ID|xacct.account",
        "arn:aws:iam::$AWS_ACCOUNT:role/x|$AWS_ACCOUNT|xacct.account",
        "arn:aws:iam::@account@:role/x|@account@|xacct.account",
        "arn:aws:iam::__ACCOUNT__:role/x|__ACCOUNT__|xacct.account",
        "arn:aws:iam::((account-id)):role/x|((account-id))|xacct.account",
        "arn:aws:iam::#{AccountNumber}:role/x|#{AccountNumber}|xacct.account",
        "arn:aws:iam::%{ if prod }1%{ else }2|%{ if prod }, %{ else }|xacct.account, name",
        "${{ secrets.ROLE }}|${{ secrets.ROLE }}|secrets.ROLE",
        "<ROLE>|<ROLE>|ROLE",
        "$ROLE|$ROLE|ROLE",
        "[YOUR_Role]|[YOUR_Role]|YOUR_Role",
        "arn:aws:iam::[[account]]:role/x|[[account]]|xacct.account",
        "arn:aws:iam::{account_id}:role/x|{account_id}|xacct.account",
        "arn:aws:iam::$(accountId):role/x|$(accountId)|xacct.account",
        "arn:aws:iam::<%= account %>:role/x|<%= account %>|xacct.account",
        "arn:aws:iam::@@ACCOUNT@@:role/x|@@ACCOUNT@@|xacct.account",
        "arn:aws:iam::%ACCOUNT%:role/x|%ACCOUNT%|xacct.account",
        "arn:aws:iam::#ACCOUNT#:role/x|#ACCOUNT#|xacct.account",
      })
  void isAnErrorInAValueThatAwsChecks(String value, String found, String name) {
    String[] texts = found.split(", ");
    String[] names = name.split(", ");
    var told = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      told.append(
          "\ntaskRoleArn: %s looks like a placeholder of another tool (line 9), here it is written ${%s}"
              .formatted(texts[i], names[i]));
    }
    assertThat(message(Samples.minimal("\"taskRoleArn\": \"" + value + "\"")))
        .isEqualTo(
            "taskdef.json: "
                + (texts.length == 1 ? "1 mistake." : texts.length + " mistakes.")
                + told);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCOUNT_ID.dkr.ecr.REGION.amazonaws.com/x:1, ACCOUNT_ID, xacct.account, REGION, xacct.region",
    "<acc>.dkr.ecr.<region>.amazonaws.com/x:1, <acc>, xacct.account, <region>, xacct.region",
  })
  void anImageOfAnotherContainerTellsAccountAndRegion(
      String image, String account, String one, String region, String two) {
    String container =
        "{\"name\": \"side\", \"image\": \""
            + image
            + "\"}, {\"name\": \"web\", \"image\": \"<IMAGE1_NAME>\"";
    assertThat(message(Samples.minimal().replace("{\"name\": \"web\"", container)))
        .contains(
            account
                + " looks like a placeholder of another tool (line 8), here it is written ${"
                + one
                + "}")
        .contains(
            region
                + " looks like a placeholder of another tool (line 8), here it is written ${"
                + two
                + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<URL>",
        "{{ url }}",
        "{{.Values.url}}",
        "@URL@",
        "__URL__",
        "$URL",
        "%{ if x }1",
        "%URL%",
        "<%= url %>"
      })
  void isAWarningInTheUsersOwnWords(String value) {
    String variable = "[{\"name\": \"URL\", \"value\": \"" + value + "\"}]";
    assertThat(warnings(inContainer("\"environment\": " + variable)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("taskdef.json: containerDefinitions[0].environment[0].value: ")
        .contains(" looks like a placeholder of another tool (line 8), here it is written ${");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"command\": [\"sh\", \"-c\", \"exec java $JAVA_OPTS -jar app.jar $0 $@\"]",
        "\"healthCheck\": {\"command\": [\"CMD-SHELL\", \"test $(cat /x) = $$ || exit 1\"]}",
        "\"logConfiguration\": {\"logDriver\": \"splunk\", \"options\": {\"tag\": \"{{.Name}}/{{.ID}}\"}}",
        "\"logConfiguration\": {\"logDriver\": \"awslogs\", \"options\": {\"awslogs-region\": \"eu-central-1\", \"awslogs-group\": \"a\", \"awslogs-stream-prefix\": \"a\", \"awslogs-datetime-format\": \"%Y-%m-%d\"}}",
        "\"dockerLabels\": {\"a\": \"[{\\\"host\\\": \\\"%%host%%\\\", \\\"x\\\": {}}]\"}",
        "\"environment\": [{\"name\": \"A\", \"value\": \"a <b> c ${b} $5 #{spel} me@x@y __init__ XXL\"}]",
        "\"environment\": [{\"name\": \"A\", \"value\": \"$${{ x }} $${y}\"}]",
        "\"environment\": [{\"name\": \"A\", \"value\": \"pa$WORD <IMAGE1_NAME>\"}]",
        "\"secrets\": [{\"name\": \"A\", \"valueFrom\": \"arn:aws:secretsmanager:eu-central-1:222222222222:secret:a:b::\"}]",
        "\"environmentFiles\": [{\"type\": \"s3\", \"value\": \"arn:aws:s3:::bucket/xxxx.env\"}]",
      })
  void whatHasAnotherMeaningIsLeftAlone(String field) {
    assertThat(warnings(inContainer(field).replace("/xxxx.env", "/x.env"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPLACE_ME", "YOUR_Family", "CHANGEME", "xxxx"})
  void aNameThatMayBeMeantIsAWarning(String family) {
    assertThat(warnings(Samples.minimal().replace("\"demo\"", "\"" + family + "\"")))
        .hasSize(1)
        .first()
        .asString()
        .contains("family: " + family + " looks like a placeholder of another tool (line 2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ cpu }}|{{ cpu }}|cpu",
        "{{ must_env `CPU` }}|{{ must_env `CPU` }}|CPU",
        "{% if x %}1|{% if x %}|name",
        "%{ if x }1|%{ if x }|name",
        "<CPU>|<CPU>|CPU",
        "$CPU|$CPU|CPU",
        "@cpu@|@cpu@|cpu",
        "__CPU__|__CPU__|CPU",
        "#{cpu}|#{cpu}|cpu",
        "((cpu))|((cpu))|cpu",
        "${{ env.CPU }}|${{ env.CPU }}|env.CPU",
        "XXXX|XXXX|name",
        "CPU|CPU|CPU",
      })
  void isToldOutsideOfStringsToo(String value, String found, String name) {
    String line = "  \"ephemeralStorage\": {\"sizeInGiB\": " + value + "}";
    assertThat(message(Samples.minimal(line.strip())))
        .startsWith("taskdef.json cannot be read: line 9, column ")
        .endsWith(
            "\n"
                + found
                + " looks like a placeholder of another tool, here it is written ${"
                + name
                + "}.");
  }

  @Test
  void inYamlToo() {
    String spec =
        """
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                LoadBalancerInfo:
                  ContainerName: %s
                  ContainerPort: 8080
        Hooks:
          - BeforeInstall: %s
        """;
    String info = "Resources[0].TargetService.Properties.LoadBalancerInfo.ContainerName: ";
    assertThat(
            appSpec(spec.formatted("<CONTAINER>", "arn:aws:lambda:REGION:222222222222:function:x")))
        .isEqualTo(
            "appspec.yaml: 2 mistakes.\n"
                + info
                + "<CONTAINER> looks like a placeholder of another tool (line 7), here it is written"
                + " ${CONTAINER}\n"
                + "Hooks[0].BeforeInstall: REGION looks like a placeholder of another tool (line"
                + " 10), here it is written ${xacct.region}");
    for (String value : List.of("{{ name }}", "@name@", "%{ if x }a", "{% if x %}a")) {
      assertThat(appSpec(spec.formatted(value, "x")))
          .startsWith("appspec.yaml cannot be read: line 7, column ")
          .contains(" looks like a placeholder of another tool, here it is written ${");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::AccountId, xacct.account",
    "AWS::Region, xacct.region",
    "var.role_name, var.role_name",
    "aws_iam_role.x.arn, aws_iam_role.x.arn",
    "data.aws_caller_identity.current.account_id, xacct.account"
  })
  void namesOfOtherToolsAreCalledSo(String name, String here) {
    assertThat(message(Samples.minimal("\"taskRoleArn\": \"${" + name + "}\"")))
        .isEqualTo(
            "taskdef.json: 1 mistake.\ntaskRoleArn: ${"
                + name
                + "} looks like a placeholder of another tool (line 9), here it is written ${"
                + here
                + "}");
  }

  @Test
  void whatAShellIsToFillSaysHow() {
    assertThat(
            message(
                inContainer("\"command\": [\"run ${PORT:-80} ${OPTS}\"], \"user\": \"${U:-1}\"")))
        .contains(
            "nothing fills ${PORT:-80} (line 8), for the container's shell write $${PORT:-80}\n")
        .contains("nothing fills ${OPTS} (line 8), for the container's shell write $${OPTS}\n")
        .contains("nothing fills ${U:-1} (line 8), for the container's shell write $${U:-1}\n");
  }

  @Test
  void theOnlyContainersImageIsReplacedWhateverItsNameIs() {
    String text =
        Samples.minimal()
            .replace("{\"name\": \"web\"", "{\"name\": \"<NAME>\", \"image\": \"<IMAGE_URI>\"");
    assertThat(message(text))
        .isEqualTo(
            "taskdef.json: 1 mistake.\ncontainerDefinitions[0].name: <NAME> looks like a placeholder"
                + " of another tool (line 8), here it is written ${NAME}");
  }

  @Test
  void whatIsDroppedAnywayMayHoldOne() {
    assertThat(warnings(Samples.minimal("\"taskDefinitionArn\": \"arn:aws:ecs:<region>:<id>\"")))
        .isEmpty();
  }

  @Test
  void codePipelinesOwnIsFilled() {
    String two =
        Samples.minimal()
            .replace(
                "{\"name\": \"web\"",
                "{\"name\": \"side\", \"image\": \"<IMAGE1_NAME>\", \"environment\": [{\"name\":"
                    + " \"I\", \"value\": \"is <IMAGE1_NAME>\"}]}, {\"name\": \"web\"");
    AppContainer web = new AppContainer(java.util.Optional.of("web"), java.util.Optional.empty());
    TaskDefinition definition =
        TaskDefinitionTemplate.render(new TemplateFile("taskdef.json", two), web, Samples.values());
    assertThat(definition.text()).contains("\"is <IMAGE1_NAME>\"");
    assertThat(definition.withImage(Samples.IMAGE).text())
        .doesNotContain("<IMAGE1_NAME>")
        .contains("\"is " + Samples.IMAGE + "\"");
  }

  private static String inContainer(String field) {
    return Samples.minimal().replace("{\"name\": \"web\"", "{" + field + ", \"name\": \"web\"");
  }

  private static String message(String text) {
    return Samples.message(() -> warnings(text));
  }

  private static List<String> warnings(String text) {
    List<String> warnings = new ArrayList<>();
    TaskDefinitionTemplate.render(
        new TemplateFile("taskdef.json", text),
        AppContainer.theOnlyOne(),
        Samples.values("b", "1"),
        warnings::add);
    return warnings;
  }

  private static String appSpec(String text) {
    return Samples.message(
        () ->
            AppSpec.fromTemplate(
                new TemplateFile("appspec.yaml", text),
                Samples.minimalDefinition(),
                Samples.values()));
  }
}
