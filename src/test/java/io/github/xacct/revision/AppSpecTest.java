package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.LifecycleHook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class AppSpecTest {

  private static final AppSpec LEAST =
      AppSpec.of(AppSpecSettings.none(), Samples.minimalDefinition());

  @Test
  void theLeastNamesTaskDefinitionAndContainer() {
    assertThat(LEAST.withTaskDefinition(Samples.REVISION).yaml())
        .isEqualTo(
            """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-test:7"
                    LoadBalancerInfo:
                      ContainerName: "web"
                      ContainerPort: 8080
            """);
  }

  @Test
  void everySettingHasItsPlaceAndHooksComeInTheOrderOfTheirEvents() {
    assertThat(full().withTaskDefinition(Samples.REVISION).yaml())
        .isEqualTo(Samples.resource("full-appspec.yaml"));
  }

  @Test
  void thePlaceholderStandsWithoutQuotesAsInAwssExample() {
    assertThat(LEAST.yaml()).contains("        TaskDefinition: <TASK_DEFINITION>\n");
  }

  @Test
  void snakeYamlAndJacksonReadWhatTheJsonSays() throws Exception {
    for (AppSpec spec : List.of(LEAST, full(), full().withTaskDefinition(Samples.REVISION))) {
      Object json = new ObjectMapper().readValue(spec.content().text(), Object.class);
      assertThat(new YAMLMapper().readValue(spec.yaml(), Object.class)).isEqualTo(json);
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(spec.yaml());
      assertThat(yaml).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yes", "0123", "a: b # c", "\"quoted\" \\ back", "- x", "null", "é ${x}", "1e3"})
  void noNameTurnsIntoSomethingElse(String name) throws Exception {
    var hooks = Map.of(LifecycleHook.BEFORE_INSTALL, name);
    var settings = new AppSpecSettings(hooks, Optional.of(name), Optional.empty(), List.of());
    var spec = new AppSpec(settings, Samples.REVISION, name, 80);
    Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(spec.yaml());
    assertThat(yaml.get("Hooks")).isEqualTo(List.of(Map.of("BeforeInstall", name)));
    assertThat(yaml).isEqualTo(new ObjectMapper().readValue(spec.content().text(), Object.class));
  }

  @Test
  void theContentForCreateDeploymentCarriesItsHash() {
    AppSpecContent content = LEAST.withTaskDefinition(Samples.REVISION).content();
    assertThat(content.text())
        .isEqualTo(
            "{\"version\":0.0,\"Resources\":[{\"TargetService\":{\"Type\":\"AWS::ECS::Service\","
                + "\"Properties\":{\"TaskDefinition\":\"arn:aws:ecs:eu-central-1:222222222222:"
                + "task-definition/demo-test:7\",\"LoadBalancerInfo\":{\"ContainerName\":\"web\","
                + "\"ContainerPort\":8080}}}}]}");
    // printf %s '...' | sha256sum
    assertThat(content.sha256())
        .isEqualTo("83beda4c4d22095b34771a96eeb8e47c0c32fda0ea00187136307e478761f1e6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo:7",
        "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo",
        "arn:aws:ecs:eu-central-1:222222222222:service/demo/demo"
      })
  void onlyARevisionCanBeDeployed(String other) {
    assertThatThrownBy(() -> LEAST.withTaskDefinition(other))
        .hasMessage(
            "'"
                + other
                + "' is not the ARN of a task definition's revision: write"
                + " arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION");
  }

  private static AppSpec full() {
    Map<LifecycleHook, String> hooks = new LinkedHashMap<>();
    hooks.put(LifecycleHook.AFTER_ALLOW_TRAFFIC, "after-traffic");
    hooks.put(LifecycleHook.BEFORE_ALLOW_TRAFFIC, "before-traffic");
    hooks.put(LifecycleHook.AFTER_ALLOW_TEST_TRAFFIC, "after-test");
    hooks.put(LifecycleHook.AFTER_INSTALL, "after-install");
    hooks.put(
        LifecycleHook.BEFORE_INSTALL,
        "arn:aws:lambda:eu-central-1:222222222222:function:before-install");
    return AppSpec.of(
        new AppSpecSettings(
            hooks,
            Optional.of("1.4.0"),
            Optional.of(new Network(List.of("subnet-1", "subnet-2"), List.of("sg-1"), false)),
            List.of(
                new CapacityProvider("FARGATE", 1, 1), new CapacityProvider("FARGATE_SPOT", 0, 4))),
        Samples.minimalDefinition());
  }
}
