package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resources run from when they are added to the resource store until they are removed. */
class ResourceStoreRunsTest {
  private static final AccountRegion PLACE =
      new AccountRegion(Stage.TARGET, new Region("eu-central-1"));

  @TempDir Path folder;

  private static ObjectNode properties(String json) {
    return (ObjectNode) Stage.json(json);
  }

  private static String loadBalancing(String resource) {
    return PLACE.arn("elasticloadbalancing", resource);
  }

  /** Adds a service as a stack does, with numbers as texts. */
  private static void putService(Stage stage) {
    for (String name : List.of("two-blue", "two-green")) {
      stage.store.put(
          PLACE,
          ResourceTypeNames.TARGET_GROUP,
          loadBalancing("targetgroup/" + name + "/1"),
          properties("{'Name':'" + name + "','HealthCheckPath':'/','TargetType':'ip'}"));
    }
    stage.store.put(
        PLACE,
        ResourceTypeNames.LISTENER,
        loadBalancing("listener/app/two/1/2"),
        properties(
            "{'LoadBalancerArn':'lb','Port':'80','DefaultActions':[{'Type':'forward',"
                + "'TargetGroupArn':'"
                + loadBalancing("targetgroup/two-blue/1")
                + "'}]}"));
    String definition =
        stage
            .compute
            .handlers()
            .registerTaskDefinition(
                PLACE,
                properties(
                    """
                    {'Family':'two','Cpu':256,'Memory':'512','NetworkMode':'awsvpc',
                     'RequiresCompatibilities':['FARGATE'],'ContainerDefinitions':[
                     {'Name':'app','Image':'public.ecr.aws/nginx/nginx:stable','Memory':'256',
                      'PortMappings':[{'ContainerPort':'9090'}]}]}\
                    """));
    stage.store.put(
        PLACE,
        ResourceTypeNames.SERVICE,
        "apps/two",
        properties(
            """
            {'ServiceName':'two','Cluster':'apps','DesiredCount':'2','TaskDefinition':'%s',
             'DeploymentController':{'Type':'CODE_DEPLOY'},
             'LoadBalancers':[{'ContainerName':'app','ContainerPort':'9090','TargetGroupArn':'%s'}]}
            """
                .formatted(definition, loadBalancing("targetgroup/two-blue/1"))));
    stage.compute.resourcesChanged();
  }

  private static JsonNode two(Stage stage) {
    return stage.call("ecs", "DescribeServices", "{'cluster':'apps','services':['two']}");
  }

  private static String listenerPort(Stage stage) {
    ObjectNode input =
        Json.object().put("ListenerArns.member.1", loadBalancing("listener/app/two/1/2"));
    String xml = stage.raw(Stage.DEPLOYER, "elasticloadbalancing", "DescribeListeners", input);
    return xml.replaceFirst("(?s).*<Port>(\\d+)</Port>.*", "$1");
  }

  @Test
  void aServiceOfATemplateComesUpBehindItsListenerAndEndsWhenItIsTakenAway() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      putService(stage);
      assertThat(
              stage
                  .compute
                  .handlers()
                  .awaitSteady(PLACE, "apps/two", java.time.Duration.ofSeconds(180)))
          .isTrue();
      assertThat(two(stage).at("/services/0/runningCount").asInt()).isEqualTo(2);
      URI url = URI.create("http://127.0.0.1:" + listenerPort(stage));
      assertThat(stage.get(url, "/")).contains("Nothing was deployed to two");

      stage.store.remove(PLACE, ResourceTypeNames.SERVICE, "apps/two");
      stage.compute.resourcesChanged();
      assertThat(two(stage).at("/failures/0/reason").asText()).isEqualTo("MISSING");
      Stage.awaitThat(
          () -> {
            try {
              return stage.get(url, "/").contains("503");
            } catch (Exception e) {
              return false;
            }
          },
          () -> "still answers");
      assertThat(stage.service().path("runningCount").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aListenerThatIsPointedElsewhereLeadsThereAndFailsTheNextDeployment() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      Stage.awaitThat(
          () -> stage.service().path("runningCount").asInt() == 1, () -> "nothing runs");
      String listener =
          stage.store.all(PLACE, ResourceTypeNames.LISTENER).keySet().iterator().next();
      stage.store.edit(
          PLACE,
          ResourceTypeNames.LISTENER,
          listener,
          p ->
              p.set(
                  "DefaultActions",
                  Stage.json(
                      "[{'Type':'fixed-response','FixedResponseConfig':{'StatusCode':'418'}}]")));
      stage.compute.resourcesChanged();
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(id, "Failed");
      assertThat(stage.deployment(id).at("/errorInformation/message").asText())
          .startsWith("The ELB could not be updated due to the following error: ")
          .contains("Primary taskset target group must be behind listener " + listener);
    }
  }
}
