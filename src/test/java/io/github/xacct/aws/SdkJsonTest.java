package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class SdkJsonTest {
  private static final String EVERY_KIND =
      """
      {"family":"app","cpu":"256",
       "containerDefinitions":[{"name":"web","cpu":10,"essential":false,
         "environment":[{"name":"A","value":"1"}],
         "dockerLabels":{"x":"y"},
         "ulimits":[{"name":"nofile","softLimit":1,"hardLimit":2}],
         "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g"}}}],
       "volumes":[{"name":"v","efsVolumeConfiguration":{"fileSystemId":"fs-1","transitEncryptionPort":7}}],
       "runtimePlatform":{"cpuArchitecture":"ARM64"},
       "tags":[{"key":"k","value":"v"}]}""";

  @Test
  void carriesEveryKindOfMemberThereAndBack() throws Exception {
    var json = (ObjectNode) Json.read(EVERY_KIND);

    var request = SdkJson.read(json, RegisterTaskDefinitionRequest.builder()).build();

    assertThat(request.containerDefinitions().get(0).essential()).isFalse();
    assertThat(request.containerDefinitions().get(0).ulimits().get(0).hardLimit()).isEqualTo(2);
    assertThat(SdkJson.write(request)).isEqualTo(json);
  }

  @Test
  void leavesOutWhatIsNotSet() {
    assertThat(SdkJson.write(RegisterTaskDefinitionRequest.builder().family("app").build()))
        .hasToString("{\"family\":\"app\"}");
  }
}
