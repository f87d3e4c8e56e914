package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Any template is rendered or its errors are reported: no other exception is thrown. */
class AnyTemplateTest {

  private static final int RUNS = 300;
  private static final String MEANINGFUL =
      "{}[]()<>${{ }}%{@x@__A__&a*a!tag !!str|>?:- #,'\"\\`~^=\t\n\r---\n...\n<<: \u0000\u0007\u0085\uFEFF\uFFFF\uD800x";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aTaskDefinitionWithAnythingAnywhereIsRenderedOrTold() throws Exception {
    JsonNode sample = JSON.readTree(Samples.resource("described-taskdef.json"));
    AppContainer web = new AppContainer(Optional.of("web"), Optional.of(8080));
    eachSpoilt(
        sample,
        text ->
            TaskDefinitionTemplate.render(
                new TemplateFile("taskdef.json", text), web, Samples.values()));
    eachSpoilt(
        sample.path("taskDefinition"),
        text ->
            TaskDefinitionTemplate.render(
                new TemplateFile("taskdef.json", text),
                AppContainer.theOnlyOne(),
                Samples.values()));
  }

  @Test
  void anAppSpecWithAnythingAnywhereIsRenderedOrTold() throws Exception {
    TaskDefinition app = Samples.minimalDefinition();
    eachSpoilt(
        new YAMLMapper().readTree(Samples.resource("full-appspec.yaml")),
        text ->
            AppSpec.fromTemplate(new TemplateFile("appspec.yaml", text), app, Samples.values()));
  }

  @Test
  void anyTwoDefinitionsCanBeCompared() throws Exception {
    String sample = Samples.resource("described-taskdef.json");
    eachSpoilt(
        JSON.readTree(sample),
        text -> assertThat(TaskDefinitionDiff.between(text, sample).lines()).isNotNull());
  }

  @Test
  void anyCharactersAnywhereAreReadOrTold() {
    String json = Samples.resource("described-taskdef.json");
    String yaml = Samples.resource("full-appspec.yaml");
    TaskDefinition app = Samples.minimalDefinition();
    AppContainer web = new AppContainer(Optional.of("web"), Optional.of(8080));
    for (int seed = 0; seed < RUNS; seed++) {
      use(
          typed(json, new Random(seed)),
          text ->
              TaskDefinitionTemplate.render(
                  new TemplateFile("taskdef.json", text), web, Samples.values()));
      use(
          typed(yaml, new Random(seed)),
          text ->
              AppSpec.fromTemplate(new TemplateFile("appspec.yaml", text), app, Samples.values()));
    }
  }

  /** Replaces some characters by others that have a meaning in templates. */
  private static String typed(String text, Random random) {
    var typed = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(typed.length() - 3);
      int from = random.nextInt(MEANINGFUL.length() - 2);
      typed.replace(
          at, at + random.nextInt(3), MEANINGFUL.substring(from, from + 1 + random.nextInt(2)));
    }
    return typed.toString();
  }

  private static void use(String text, Consumer<String> use) {
    try {
      use.accept(text);
    } catch (XacctException told) {
      assertThat(told.getMessage()).doesNotContain("java.", "jackson", "snakeyaml");
    } catch (RuntimeException e) {
      throw new AssertionError(text, e);
    }
  }

  private static void eachSpoilt(JsonNode sample, Consumer<String> use) {
    for (int seed = 0; seed < RUNS; seed++) {
      String text = spoilt(sample.deepCopy(), new Random(seed));
      try {
        use.accept(text);
      } catch (XacctException told) {
        assertThat(told.getMessage()).doesNotContain("java.");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  private static String spoilt(JsonNode document, Random random) {
    List<JsonNode> parents = new ArrayList<>();
    parents(document, parents);
    JsonNode parent = parents.get(random.nextInt(parents.size()));
    JsonNode anything = anything(random);
    if (parent instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      object.set(random.nextInt(10) == 0 ? name + "x" : name, anything);
    } else if (parent instanceof ArrayNode array) {
      array.set(random.nextInt(array.size()), anything);
    }
    return document.toString();
  }

  private static void parents(JsonNode node, List<JsonNode> parents) {
    if (node.isContainerNode() && !node.isEmpty()) {
      parents.add(node);
    }
    node.forEach(child -> parents(child, parents));
  }

  private static JsonNode anything(Random random) {
    ObjectNode any = JSON.createObjectNode();
    switch (random.nextInt(9)) {
      case 0 -> any.putNull("x");
      case 1 -> any.put("x", random.nextInt());
      case 2 -> any.put("x", 1.5e300);
      case 3 -> any.put("x", true);
      case 4 -> any.put("x", "");
      case 5 -> any.put("x", "${unfilled} ${");
      case 6 -> any.putArray("x");
      case 7 -> any.putArray("x").addNull().addObject();
      default -> any.putObject("x").putArray("y").add(99999999999999L);
    }
    return any.get("x");
  }
}
