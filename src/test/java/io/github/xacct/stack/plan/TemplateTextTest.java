package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that is sent to CloudFormation is the file without its comments. */
class TemplateTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"tooling", "network", "placeholder", "service", "codedeploy", "role"})
  void onlyCommentsAreLeftOut(String id) throws IOException {
    String file;
    try (var in = Template.class.getResourceAsStream("/io/github/xacct/stack/" + id + ".yaml")) {
      file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var yaml = new YAMLMapper();

    assertThat(yaml.readTree(Template.withoutComments(file))).isEqualTo(yaml.readTree(file));
  }

  /** The longest template has room for additions. */
  @Test
  void theLongestIsFarFromCloudFormationsLimit() {
    assertThat(Template.SERVICE.text().length()).isLessThan(50_000);
  }
}
