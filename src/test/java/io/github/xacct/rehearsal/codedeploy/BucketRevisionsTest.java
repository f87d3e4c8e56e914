package io.github.xacct.rehearsal.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.s3.S3;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.HttpCall;
import io.github.xacct.rehearsal.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AppSpecs in S3, and the predefined deployment configurations. */
class BucketRevisionsTest {
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1"));
  private static final String APP_SPEC =
      "{\"version\":0.0,\"Resources\":[{\"TargetService\":{\"Type\":\"AWS::ECS::Service\","
          + "\"Properties\":{\"TaskDefinition\":"
          + "\"arn:aws:ecs:eu-central-1:222222222222:task-definition/web:1\","
          + "\"LoadBalancerInfo\":{\"ContainerName\":\"web\",\"ContainerPort\":8080}}}}]}";

  @TempDir Path folder;
  private Buckets buckets;

  @BeforeEach
  void bucket() {
    ResourceStore store = new ResourceStore();
    store.put(PLACE, Buckets.TYPE, "revisions", Json.object());
    buckets = new Buckets(store, folder);
  }

  private void put(String key, byte[] content) {
    S3 s3 = new S3(buckets, Clock.systemUTC());
    var http = new HttpCall("PUT", "/revisions/" + key, "", new Headers(), content);
    var route = s3.route(http);
    var caller = new Caller(PLACE.account(), "arn", "arn", "id");
    s3.answer(new Call(caller, "eu-central-1", route.operation(), route.input(), "r"), http);
  }

  private static ObjectNode at(String key, String type) {
    return Json.object().put("bucket", "revisions").put("key", key).put("bundleType", type);
  }

  @Test
  void anAppSpecIsTheObjectOrLiesInAnArchive() throws IOException {
    put("appspec.json", APP_SPEC.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("appspec.yaml"));
      out.write(APP_SPEC.getBytes(StandardCharsets.UTF_8));
    }
    put("bundle.zip", zip.toByteArray());
    var revisions = new BucketRevisions(buckets);
    var read = revisions.read(at("appspec.json", "JSON"));
    assertThat(read.containerName()).isEqualTo("web");
    assertThat(read.bucketed().orElseThrow().path("eTag").asText()).hasSize(32);
    assertThat(revisions.read(at("bundle.zip", "zip")).text()).isEqualTo(APP_SPEC);
  }

  @Test
  void whatIsNotThereOrCannotBeReadIsRefused() {
    put("wrong.yaml", "version: 1.0".getBytes(StandardCharsets.UTF_8));
    var revisions = new BucketRevisions(buckets);
    assertThatThrownBy(() -> revisions.read(at("missing", "YAML")))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("RevisionDoesNotExistException"))
        .hasMessage("S3 object revisions/missing: The specified key does not exist.");
    assertThatThrownBy(() -> revisions.read(at("wrong.yaml", "YAML")))
        .hasMessageContaining("the AppSpec's version must be 0.0");
    assertThatThrownBy(() -> revisions.read(at("wrong.yaml", "YAML").put("eTag", "other")))
        .hasMessage("S3 object revisions/wrong.yaml has not the ETag other");
  }

  @Test
  void everyAccountHasTheConfigurationsOfAllPlatforms() {
    assertThat(PredefinedConfigs.names()).hasSize(17).doesNotHaveDuplicates();
    assertThat(
            PredefinedConfigs.ofOtherPlatforms("CodeDeployDefault.LambdaCanary10Percent30Minutes")
                .orElseThrow()
                .at("/trafficRoutingConfig/timeBasedCanary/canaryInterval")
                .asInt())
        .isEqualTo(30);
    assertThat(
            PredefinedConfigs.ofOtherPlatforms("CodeDeployDefault.OneAtATime")
                .orElseThrow()
                .at("/minimumHealthyHosts/value")
                .asInt())
        .isEqualTo(1);
    assertThat(PredefinedConfigs.ofOtherPlatforms("CodeDeployDefault.ECSAllAtOnce")).isEmpty();
  }
}
