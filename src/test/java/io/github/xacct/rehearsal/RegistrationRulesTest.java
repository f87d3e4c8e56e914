package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.revision.AppContainer;
import io.github.xacct.revision.TaskDefinitionTemplate;
import io.github.xacct.revision.TemplateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of AWS's rules: the finding about a template file, and the embedded ECS's message about
 * the same definition. Each row of registration-rules.txt has a fragment, the message and the
 * answer; {@code web} and {@code side} in a fragment are the two containers.
 */
class RegistrationRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE =
      "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo@sha256:" + "a".repeat(64);
  private static final String BASE =
      """
      {"family": "demo",
       "executionRoleArn": "arn:aws:iam::222222222222:role/demo-execution",
       "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
       "cpu": "256", "memory": "512",
       "containerDefinitions": [
         {"name": "web", "image": "IMAGE", "portMappings": [{"containerPort": 8080}]}]}
      """;
  private static final String EC2 =
      """
      {"executionRoleArn": null, "networkMode": "bridge", "requiresCompatibilities": ["EC2"],
       "cpu": null, "memory": "512"}
      """;

  @TempDir static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = new Stage(Stage.Setting.in(folder));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void aFileIsToldBeforehandWhatEcsWouldSay(String fragment, String told, String answer)
      throws IOException {
    assertThat(told(fragment)).isEqualTo(told);
    assertThat(answer(fragment)).isEqualTo(answer);
  }

  static Stream<Arguments> rows() throws IOException {
    try (var in = RegistrationRulesTest.class.getResourceAsStream("registration-rules.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\n+"))
          .filter(block -> !block.startsWith("#"))
          .map(block -> Arguments.of((Object[]) block.strip().split("\n", 3)));
    }
  }

  /** Returns the findings with the line in the file, as a goal prints them. */
  private static String told(String fragment) throws IOException {
    String text = definition(fragment).toPrettyString();
    try {
      var doubts = new ArrayList<String>();
      TaskDefinitionTemplate.render(
          new TemplateFile("taskdef.json", text),
          new AppContainer(Optional.of(web(fragment)), Optional.of(8080)),
          name -> Optional.empty(),
          new AccountId("222222222222"),
          new Region("eu-central-1"),
          doubts::add);
      return "doubt " + String.join("; ", doubts);
    } catch (XacctException e) {
      return "error " + String.join("; ", e.evidence());
    }
  }

  private static String web(String fragment) throws IOException {
    return definition(fragment).at("/containerDefinitions/0/name").asText();
  }

  private static String answer(String fragment) throws IOException {
    try {
      stage.call("ecs", "RegisterTaskDefinition", definition(fragment).toString());
      return "taken";
    } catch (AwsError e) {
      return e.code() + " " + e.getMessage();
    }
  }

  private static ObjectNode definition(String row) throws IOException {
    String[] kindAndFragment = row.split(" ", 2);
    var definition = (ObjectNode) JSON.readTree(BASE.replace("IMAGE", IMAGE));
    if (kindAndFragment[0].equals("ec2")) {
      merge(definition, (ObjectNode) JSON.readTree(EC2));
    }
    var fragment = (ObjectNode) JSON.readTree(kindAndFragment[1]);
    JsonNode web = fragment.remove("web");
    JsonNode side = fragment.remove("side");
    merge(definition, fragment);
    var containers = (ArrayNode) definition.path("containerDefinitions");
    if (web != null) {
      merge((ObjectNode) containers.get(0), (ObjectNode) web);
    }
    if (side != null) {
      ObjectNode second = containers.addObject().put("name", "side").put("image", "side:1");
      merge(second.put("essential", false), (ObjectNode) side);
    }
    return definition;
  }

  /** Merges members; null removes one. */
  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(
            member -> {
              if (member.getValue().isNull()) {
                into.remove(member.getKey());
              } else {
                into.set(member.getKey(), member.getValue());
              }
            });
  }
}
