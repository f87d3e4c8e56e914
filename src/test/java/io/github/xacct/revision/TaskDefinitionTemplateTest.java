package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.Architecture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskDefinitionTemplateTest {

  private static final String FILE = "src/main/ecs/taskdef.json";

  @Test
  void takesWhatDescribePrintedWithoutReadOnlyFieldsAndWithTags() {
    TaskDefinition definition =
        render(
            Samples.resource("described-taskdef.json"),
            new AppContainer(Optional.of("web"), Optional.of(8080)));
    assertThat(definition.withImage(Samples.IMAGE).text())
        .isEqualTo(Samples.resource("described-rendered-taskdef.json"));
  }

  @Test
  void takesTheInputOfRegisterAndPutsFieldsInAwssOrder() {
    String upsideDown = Samples.minimal("\"tags\": [{\"value\": \"b\", \"key\": \"a\"}]");
    assertThat(render(upsideDown).text()).isEqualTo(Samples.resource("minimal-taskdef.json"));
  }

  @Test
  void aRenderedTemplateRendersToItself() {
    String once = render(Samples.resource("described-taskdef.json"), web()).text();
    assertThat(render(once, web()).text()).isEqualTo(once);
  }

  @Test
  void findsTheOnlyContainerAndItsOnlyPort() {
    TaskDefinition definition = render(Samples.minimal());
    assertThat(definition.containerName()).isEqualTo("web");
    assertThat(definition.containerPort()).contains(8080);
    assertThat(definition.architecture()).isEqualTo(Architecture.X86_64);
    assertThat(definition.taskRole()).isEmpty();
  }

  @Test
  void theAppsContainerIsTheOneThatThePlaceholderMarks() {
    String marked = "\"image\": \"<IMAGE1_NAME>\"";
    String others =
        "{\"name\": \"side\", \"image\": \"x\"}, {\"name\": \"migrate\", %s}, {\"name\": \"web\", %s";
    String text = Samples.minimal().replace("{\"name\": \"web\"", others.formatted(marked, marked));
    assertThat(render(text).containerName()).isEqualTo("web");
    assertThat(
            render(
                    text.replaceFirst("\"web\", " + marked, "\"web\", \"image\": \"y\"")
                        .replace(
                            "\"migrate\", ",
                            "\"migrate\", \"portMappings\": [{\"containerPort\": 1}], "))
                .containerName())
        .isEqualTo("migrate");
  }

  @Test
  void leavesTheImagesOfOtherContainersAlone() {
    TaskDefinition definition = render(Samples.resource("described-taskdef.json"), web());
    assertThat(definition.image()).isEqualTo("<IMAGE1_NAME>");
    assertThat(definition.text()).contains("public.ecr.aws/xray/aws-xray-daemon:3");
  }

  @Test
  void fillsPlaceholdersInStringsNumbersBooleansAndKeys() {
    TaskDefinition definition =
        render(
            """
            {
              "family": "${app}-${env}",
              "containerDefinitions": [{
                "name": "${app}",
                "image": "${whatever.it.was}",
                "readonlyRootFilesystem": ${read.only},
                "memory": ${memory},
                "portMappings": [{"containerPort":${port}}],
                "dockerLabels": {"router.${app}": "$${literal} costs $5 ${quote}"}
              }]
            }
            """,
            AppContainer.theOnlyOne(),
            "app",
            "demo",
            "env",
            "test",
            "read.only",
            "true",
            "memory",
            "512",
            "port",
            "8081",
            "quote",
            "a \"b\" \\ ${app}\n");
    assertThat(definition.text()).isEqualTo(Samples.resource("filled-taskdef.json"));
    assertThat(definition.containerPort()).contains(8081);
  }

  @Test
  void anEscapedQuoteDoesNotEndAString() {
    String text =
        Samples.minimal()
            .replace(
                "\"portMappings\"",
                "\"hostname\": \"a \\\"${b}\\\" \\\\\", \"user\": \"${b}\", \"portMappings\"")
            .replace("awsvpc", "bridge")
            .replace("FARGATE", "EC2");
    assertThat(render(text, AppContainer.theOnlyOne(), "b", "1").text())
        .contains("\"hostname\": \"a \\\"1\\\" \\\\\"", "\"user\": \"1\"");
  }

  @Test
  void aValueCannotBreakOutOfItsString() {
    String evil = "\"}], \"taskRoleArn\": \"arn:aws:iam::333333333333:role/admin";
    TaskDefinition definition =
        render(
            Samples.minimal()
                .replace("\"portMappings\"", "\"user\": \"${role}\", \"portMappings\""),
            AppContainer.theOnlyOne(),
            "role",
            evil);
    assertThat(definition.taskRole()).isEmpty();
    assertThat(definition.text()).contains("\"user\": \"" + evil.replace("\"", "\\\"") + "\"");
  }

  @Test
  void readsSizesInWordsAsFargateDoes() {
    String words = Samples.minimal().replace("\"256\"", "\".25 vCPU\"");
    assertThat(render(words.replace("\"512\"", "\"0.5 GB\"")).text())
        .contains("\"cpu\": \".25 vCPU\"", "\"memory\": \"0.5 GB\"");
  }

  @Test
  void leavesTheSizeOfAnEc2TaskAlone() {
    String ec2 =
        """
        {"family": "demo", "requiresCompatibilities": ["EC2"], "cpu": "300", "memory": "17",
         "containerDefinitions": [{"name": "web", "portMappings": [{"containerPort": 80}]}]}""";
    assertThat(render(ec2).text()).contains("\"cpu\": \"300\"");
  }

  @Test
  void readsNullAsAbsentAndABomAsNothing() {
    assertThat(render("\uFEFF" + Samples.minimal("\"taskRoleArn\": null")).text())
        .doesNotContain("taskRoleArn");
  }

  @Test
  void takesAPortWithinARange() {
    String range =
        Samples.minimal()
            .replace("\"containerPort\": 8080", "\"containerPortRange\": \"8000-8100\"");
    AppContainer inside = new AppContainer(Optional.of("web"), Optional.of(8080));
    assertThat(render(range, inside).containerPort()).contains(8080);
    AppContainer outside = new AppContainer(Optional.of("web"), Optional.of(8101));
    assertThat(Samples.message(() -> render(range, outside))).contains("does not open port 8101");
  }

  private static AppContainer web() {
    return new AppContainer(Optional.of("web"), Optional.of(8080));
  }

  private static TaskDefinition render(String text) {
    return render(text, AppContainer.theOnlyOne());
  }

  private static TaskDefinition render(String text, AppContainer app, String... values) {
    return TaskDefinitionTemplate.render(new TemplateFile(FILE, text), app, Samples.values(values));
  }
}
