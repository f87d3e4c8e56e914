package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pins deployment.json; {@code -DargLine=-Dgolden=write} rewrites the expected file. */
class DeploymentJsonTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/github/xacct/report/crash-loop.json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void reportsACrashLoopAsEver() throws IOException {
    String json = DeploymentJson.of(Stories.crashLoop());
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(GOLDEN, json);
    }
    assertThat(json).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void hasAllKeysFromTheBeginning() throws IOException {
    var empty = new DeploymentRecord(Stories.BEGAN, List.of());

    assertThat(keys(empty)).isEqualTo(keys(Stories.crashLoop()));
  }

  private static List<String> keys(DeploymentRecord deployment) throws IOException {
    var keys = new ArrayList<String>();
    MAPPER.readTree(DeploymentJson.of(deployment)).fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
