package io.github.xacct.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.stack.plan.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that docs/stacks.md lists every resource and parameter with the templates' descriptions.
 */
class StacksDocTest {
  private final String doc = read();

  @ParameterizedTest
  @ValueSource(strings = {"tooling", "artifacts", "network", "service", "codedeploy", "role"})
  void reportsEveryResourceAndParameter(String template) throws Exception {
    String section = doc.substring(doc.indexOf("### `" + template + "`"));
    int end = section.indexOf("\n##", 1);
    section = end < 0 ? section : section.substring(0, end);
    JsonNode tree =
        new YAMLMapper()
            .readTree(
                Files.readString(
                    Path.of("src/main/resources/io/github/xacct/stack", template + ".yaml")));
    for (var resource : tree.path("Resources").properties()) {
      assertThat(section)
          .containsPattern(
              "\\| `"
                  + resource.getKey()
                  + "`[^|]*\\| `"
                  + resource.getValue().path("Type").asText()
                  + "` \\|");
    }
    for (var parameter : tree.path("Parameters").properties()) {
      assertThat(section)
          .containsPattern("\\| `" + parameter.getKey() + "` \\|[^|]*\\| ")
          .contains("| " + parameter.getValue().path("Description").asText() + " |");
    }
  }

  @Test
  void reportsWhatStaysAsItIs() {
    for (String parameter : Template.SERVICE.frozenParameters()) {
      assertThat(doc.substring(0, doc.indexOf("## Parameters"))).contains("`" + parameter + "`");
    }
  }

  private static String read() {
    try {
      return Files.readString(Path.of("docs/stacks.md"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
