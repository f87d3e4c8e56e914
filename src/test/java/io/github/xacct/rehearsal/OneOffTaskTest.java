package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.wire.AwsError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks without a service, such as migrations, and list operations. */
class OneOffTaskTest {
  private static final String NETWORK =
      ",'networkConfiguration':{'awsvpcConfiguration':{'subnets':['subnet-0rehearsal']}}";

  @TempDir Path folder;

  @Test
  void aMigrationRunsAndEndsWithItsExitCode() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      String definition = stage.register(stage.registry.image("1"));
      JsonNode started =
          run(
              stage,
              definition,
              ",'startedBy':'ci','overrides':{'containerOverrides':[{'name':'web',"
                  + "'command':['migrate','3'],"
                  + "'environment':[{'name':'VERSION','value':'two'}]}]}");
      assertThat(started.path("lastStatus").asText()).isIn("PENDING", "RUNNING");
      assertThat(started.path("group").asText()).isEqualTo("family:web");
      String arn = started.path("taskArn").asText();
      Stage.awaitThat(
          () -> task(stage, arn).path("lastStatus").asText().equals("STOPPED"),
          () -> task(stage, arn).toString());
      JsonNode task = task(stage, arn);
      assertThat(task.at("/containers/0/exitCode").asInt()).as(task.toString()).isEqualTo(3);
      assertThat(task.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
      assertThat(task.path("stoppedReason").asText())
          .isEqualTo("Essential container in task exited");
      assertThat(task.at("/overrides/containerOverrides/0/command/0").asText())
          .isEqualTo("migrate");
      assertThat(
              stage
                  .call(
                      "ecs",
                      "ListTasks",
                      "{'cluster':'apps','startedBy':'ci','desiredStatus':'STOPPED'}")
                  .path("taskArns"))
          .hasSize(1);
      assertThat(
              stage
                  .call(
                      "logs",
                      "GetLogEvents",
                      "{'logGroupName':'/web','logStreamName':'ecs/web/"
                          + arn.replaceFirst(".*/", "")
                          + "'}")
                  .at("/events/0/message")
                  .asText())
          .isEqualTo("migrate two");
    }
  }

  @Test
  void aTaskIsStoppedByWhomeverAsks() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      String definition = stage.register(stage.registry.image("1"));
      assertThatThrownBy(
              () ->
                  stage.call(
                      "ecs", "RunTask", "{'cluster':'apps','taskDefinition':'" + definition + "'}"))
          .isInstanceOf(AwsError.class)
          .hasMessage(
              "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
      String arn = run(stage, definition, "").path("taskArn").asText();
      Stage.awaitThat(
          () -> task(stage, arn).path("lastStatus").asText().equals("RUNNING"),
          () -> task(stage, arn).toString());
      stage.call("ecs", "StopTask", "{'cluster':'apps','task':'" + arn + "','reason':'enough'}");
      Stage.awaitThat(
          () -> task(stage, arn).path("lastStatus").asText().equals("STOPPED"),
          () -> task(stage, arn).toString());
      assertThat(task(stage, arn).path("stopCode").asText()).isEqualTo("UserInitiated");
      assertThat(task(stage, arn).path("stoppedReason").asText()).isEqualTo("enough");
      assertThat(stage.call("ecs", "ListClusters", "{}").at("/clusterArns/0").asText())
          .endsWith(":cluster/apps");
      assertThat(stage.call("ecs", "ListServices", "{'cluster':'apps'}").path("serviceArns"))
          .hasSize(1);
      assertThat(
              stage
                  .call("ecs", "ListTaskDefinitionFamilies", "{'familyPrefix':'w'}")
                  .path("families")
                  .toString())
          .contains("\"web\"");
    }
  }

  /** The scheduler replaces the task. */
  @Test
  void aTaskOfAServiceIsStoppedAndReplaced() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      Stage.awaitThat(() -> running(stage).size() == 1, () -> running(stage).toString());
      String arn = running(stage).path(0).asText();
      JsonNode stopped =
          stage.call("ecs", "StopTask", "{'cluster':'apps','task':'" + arn + "','reason':'drain'}");
      assertThat(stopped.at("/task/taskArn").asText()).isEqualTo(arn);
      Stage.awaitThat(
          () -> running(stage).size() == 1 && !running(stage).path(0).asText().equals(arn),
          () -> running(stage).toString());
      assertThat(task(stage, arn).path("stopCode").asText()).isEqualTo("UserInitiated");
      assertThat(task(stage, arn).path("stoppedReason").asText()).isEqualTo("drain");
    }
  }

  private static JsonNode running(Stage stage) {
    return stage
        .call("ecs", "ListTasks", "{'cluster':'apps','serviceName':'web'}")
        .path("taskArns");
  }

  private static JsonNode run(Stage stage, String definition, String more) {
    return stage
        .call(
            "ecs",
            "RunTask",
            "{'cluster':'apps','taskDefinition':'" + definition + "'" + NETWORK + more + "}")
        .at("/tasks/0");
  }

  private static JsonNode task(Stage stage, String arn) {
    return stage
        .call("ecs", "DescribeTasks", "{'cluster':'apps','tasks':['" + arn + "']}")
        .at("/tasks/0");
  }
}
