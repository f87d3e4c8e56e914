package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.s3.S3;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.HttpCall;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedDeploymentsTest {
  @TempDir Path folder;

  @Test
  void finishedOnesAreToldByTheNextRehearsalAsByTheirOwn() throws Exception {
    List<String> ids;
    JsonNode infos;
    JsonNode target;
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0).with(Fault.ALARM))) {
      String failed = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(failed, "Stopped");
      stage.awaitStatus(stage.awaitRollback(failed), "Succeeded");
      ids = list(stage);
      assertThat(ids).hasSize(2).last().isEqualTo(failed);
      infos = infos(stage, ids);
      target = stage.target(failed);
    }
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      assertThat(list(stage)).isEqualTo(ids);
      assertThat(infos(stage, ids)).isEqualTo(infos);
      assertThat(stage.target(ids.get(1)).path("lifecycleEvents"))
          .isEqualTo(target.path("lifecycleEvents"));
      String sha = infos.at("/deploymentsInfo/1/revision/appSpecContent/sha256").asText();
      JsonNode revision =
          stage.call(
              "codedeploy",
              "GetApplicationRevision",
              "{'applicationName':'web-app','revision':{'revisionType':'AppSpecContent',"
                  + "'appSpecContent':{'sha256':'"
                  + sha
                  + "'}}}");
      assertThat(revision.at("/revision/appSpecContent/content").asText())
          .contains("task-definition/web:1");
      assertThat(stage.service().path("taskDefinition").asText()).contains("placeholder");
    }
  }

  /** The location of a deployment's AppSpec is saved for the next rehearsal. */
  @Test
  void aRevisionInS3IsToldByItsPlace() throws Exception {
    String id;
    String place = "'s3Location':{'bucket':'revisions','key':'appspec.yaml'}";
    String revision = "'revision':{'revisionType':'S3'," + place + "}";
    String get = "{'applicationName':'web-app'," + revision + "}";
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      assertThatThrownBy(() -> stage.call("codedeploy", "GetApplicationRevision", get))
          .hasMessage("No revision of web-app lies in s3://revisions/appspec.yaml");
      put(stage, Stage.appSpec(stage.register(stage.registry.image("1")), ""));
      id =
          stage
              .call(
                  "codedeploy",
                  "CreateDeployment",
                  "{'applicationName':'web-app','deploymentGroupName':'web-group',"
                      + revision
                      + "}")
              .path("deploymentId")
              .asText();
      stage.awaitStatus(id, "Succeeded");
      assertThat(stage.call("codedeploy", "GetApplicationRevision", get).path("revision"))
          .isEqualTo(stage.deployment(id).path("revision"));
    }
    try (Stage stage = new Stage(Setting.in(folder))) {
      assertThat(stage.deployment(id).at("/revision/s3Location/key").asText())
          .isEqualTo("appspec.yaml");
      assertThat(
              stage
                  .call("codedeploy", "GetApplicationRevision", get)
                  .at("/revision/s3Location/eTag")
                  .asText())
          .hasSize(32);
      String other = get.replace("'key'", "'eTag':'other','key'");
      assertThatThrownBy(() -> stage.call("codedeploy", "GetApplicationRevision", other))
          .isInstanceOfSatisfying(
              AwsError.class, e -> assertThat(e.code()).isEqualTo("RevisionDoesNotExistException"));
    }
  }

  private void put(Stage stage, String appSpec) {
    var place = new AccountRegion(Stage.DEPLOYER.account(), new Region("eu-central-1"));
    stage.store.put(place, Buckets.TYPE, "revisions", Json.object());
    S3 s3 = new S3(new Buckets(stage.store, folder.resolve("buckets")), Clock.systemUTC());
    byte[] content = appSpec.getBytes(StandardCharsets.UTF_8);
    var http = new HttpCall("PUT", "/revisions/appspec.yaml", "", new Headers(), content);
    var route = s3.route(http);
    s3.answer(
        new Call(Stage.DEPLOYER, "eu-central-1", route.operation(), route.input(), "r"), http);
  }

  @Test
  void oneThatWasInFlightHasSucceededIfItHadTheTrafficAndElseIsStopped() throws Exception {
    String unshifted;
    try (Stage stage = new Stage(Setting.in(folder).readyWait(600))) {
      unshifted = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(unshifted, "Ready");
    }
    String shifted;
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(600))) {
      assertThat(stage.status(unshifted)).isEqualTo("Stopped");
      assertThat(stage.deployment(unshifted).at("/errorInformation/message").asText())
          .isEqualTo("The rehearsal ended while this deployment was in progress.");
      assertThat(stage.deployment(unshifted).has("completeTime")).isTrue();
      assertThat(stage.target(unshifted).findValuesAsText("status")).doesNotContain("InProgress");
      String id = stage.deploy(stage.register(stage.registry.image("2")));
      Stage.awaitThat(
          () -> stage.target(id).path("status").asText().equals("Succeeded"),
          () -> stage.target(id).toString());
      shifted = id;
      assertThat(stage.status(shifted)).isEqualTo("InProgress");
    }
    try (Stage stage = new Stage(Setting.in(folder))) {
      assertThat(list(stage)).containsExactly(shifted, unshifted);
      assertThat(stage.status(shifted)).isEqualTo("Succeeded");
      assertThat(stage.service().at("/taskSets/0/externalId").asText()).isEqualTo(shifted);
      assertThat(stage.target(shifted).at("/taskSetsInfo/0/taskSetLabel").asText())
          .isEqualTo("Green");
    }
  }

  private static List<String> list(Stage stage) {
    return Json.textsOf(
        stage
            .call(
                "codedeploy",
                "ListDeployments",
                "{'applicationName':'web-app','deploymentGroupName':'web-group'}")
            .path("deployments"));
  }

  private static JsonNode infos(Stage stage, List<String> ids) {
    return stage.call(
        "codedeploy",
        "BatchGetDeployments",
        "{'deploymentIds':['" + String.join("','", ids) + "']}");
  }
}
