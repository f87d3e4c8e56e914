package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.TaskSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For any configuration, ECS's response to the registration is equivalent to the input. */
class NormalFormPropertyTest {

  private static final List<FargateSize> SIZES =
      List.of(
          new FargateSize(256, 512), new FargateSize(1024, 2048), new FargateSize(16384, 122880));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theAnswerToARegistrationIsTheSame(long seed) throws Exception {
    var random = new Random(seed);
    String ours = generate(random);
    String answer = answer((ObjectNode) Json.read(ours), random);
    assertThat(TaskDefinitionDiff.between(answer, ours).lines()).isEmpty();
    assertThat(
            TaskDefinitionTemplate.render(template(answer), anyPort(), Samples.values()).family())
        .isEqualTo("family");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneChangedLeafIsOneChange(long seed) throws Exception {
    var random = new Random(seed);
    String ours = generate(random);
    ObjectNode answer = (ObjectNode) Json.read(answer(ours, random));
    List<Runnable> edits = new ArrayList<>();
    edits(answer.path("taskDefinition"), edits);
    edits(answer.path("tags"), edits);
    edits.get(random.nextInt(edits.size())).run();
    // A changed name is one thing gone and another come.
    assertThat(TaskDefinitionDiff.between(answer.toString(), ours).changes()).isNotEmpty();
  }

  private static String generate(Random random) {
    var task =
        new TaskSettings(
            "family",
            SIZES.get(random.nextInt(SIZES.size())),
            random.nextBoolean() ? Architecture.ARM64 : Architecture.X86_64,
            Optional.of(Samples.role("execution")),
            random.nextBoolean() ? Optional.of(Samples.role("task")) : Optional.empty(),
            "web",
            1 + random.nextInt(65_535),
            pairs(random, "V"),
            secrets(random),
            "/ecs/x",
            "/",
            random.nextBoolean() ? List.of("x", "") : List.of(),
            pairs(random, "T"));
    return GeneratedTaskDefinition.of(Samples.environment(task)).withImage(Samples.IMAGE).text();
  }

  private static Map<String, String> pairs(Random random, String prefix) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      pairs.put(prefix + random.nextInt(1000), random.nextInt(4) == 0 ? "" : "v" + i);
    }
    return pairs;
  }

  private static Map<String, String> secrets(Random random) {
    Map<String, String> secrets = new LinkedHashMap<>();
    pairs(random, "S").forEach((name, value) -> secrets.put(name, "/parameter/" + value + "x"));
    return secrets;
  }

  /** The output of DescribeTaskDefinition for a registration; independent of NormalForm. */
  private static String answer(ObjectNode definition, Random random) {
    definition.put("taskDefinitionArn", Samples.REVISION).put("revision", 7);
    definition.put("status", "ACTIVE").put("registeredAt", 1767225600.5);
    definition.put("registeredBy", "arn:aws:iam::222222222222:root");
    definition.putArray("compatibilities").add("EC2").add("FARGATE");
    definition.putArray("requiresAttributes").addObject().put("name", "ecs.capability.task-eni");
    definition.putArray("volumes");
    definition.putArray("placementConstraints");
    definition.put("enableFaultInjection", false);
    if (definition.path("runtimePlatform").path("cpuArchitecture").asText().equals("X86_64")) {
      definition.remove("runtimePlatform");
    }
    ObjectNode container = (ObjectNode) definition.path("containerDefinitions").get(0);
    container.put("cpu", 0);
    for (String list : List.of("environment", "mountPoints", "volumesFrom", "systemControls")) {
      if (!container.has(list)) {
        container.putArray(list);
      }
    }
    ObjectNode port = (ObjectNode) container.path("portMappings").get(0);
    port.put("hostPort", port.path("containerPort").intValue());
    if (container.path("healthCheck") instanceof ObjectNode check) {
      check.put("interval", 30).put("timeout", 5).put("retries", 3);
    }
    shuffle(container.path("environment"), random);
    shuffle(container.path("secrets"), random);
    ObjectNode answer = Json.object();
    JsonNode tags = definition.remove("tags");
    answer.set("taskDefinition", definition);
    answer.set("tags", tags == null ? Json.array() : tags);
    shuffle(answer.path("tags"), random);
    return answer.toString();
  }

  private static String answer(String ours, Random random) throws Exception {
    return answer((ObjectNode) Json.read(ours), random);
  }

  private static void shuffle(JsonNode list, Random random) {
    if (list instanceof ArrayNode array) {
      List<JsonNode> elements = new ArrayList<>();
      array.forEach(elements::add);
      Collections.shuffle(elements, random);
      array.removeAll().addAll(elements);
    }
  }

  /** One edit for each string in a registration. */
  private static void edits(JsonNode node, List<Runnable> edits) {
    if (node instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        if (entry.getValue().isTextual()
            && !TaskDefinitionTemplate.READ_ONLY.contains(entry.getKey())) {
          edits.add(() -> object.put(entry.getKey(), entry.getValue().asText() + "x"));
        } else if (!TaskDefinitionTemplate.READ_ONLY.contains(entry.getKey())) {
          edits(entry.getValue(), edits);
        }
      }
    } else {
      node.forEach(element -> edits(element, edits));
    }
  }

  private static TemplateFile template(String text) {
    return new TemplateFile("taskdef.json", text);
  }

  private static AppContainer anyPort() {
    return AppContainer.theOnlyOne();
  }
}
