package io.github.xacct.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the results with those of ObjectMapper. */
class JsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"b\":[true,false,null,\"x\",{}],\"c\":{\"d\":[]},\"a\":2}",
        "[1,-7,2147483648,-9223372036854775809,0.5,1e300,1.0,123456789.123456789]",
        "\"\\u00e4\\n\\ud83d\\ude00 \\\"quoted\\\" \\u0000\"",
        "null",
        "17",
        "  ",
        "{\"a\":1} trailing",
        "\ufeff{\"marked\":true}"
      })
  void readsAndWritesAsJacksonDoes(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonNode theirs = MAPPER.readTree(bytes);

    JsonNode ours = Json.read(bytes);

    assertThat(ours).isEqualTo(theirs);
    if (text.charAt(0) != '\ufeff') {
      assertThat(Json.read(text)).isEqualTo(MAPPER.readTree(text));
    }
    if (!ours.isMissingNode()) {
      assertThat(Json.compact(ours)).isEqualTo(MAPPER.writeValueAsString(theirs));
      assertThat(Json.bytes(ours)).isEqualTo(MAPPER.writeValueAsBytes(theirs));
      assertThat(Json.pretty(ours))
          .isEqualTo(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(theirs));
      var printer = new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter("    ", "\n"));
      assertThat(Json.pretty(ours, printer))
          .isEqualTo(MAPPER.writer(printer).writeValueAsString(theirs));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[1,", "{a:1}", "<html>", "{\"a\":1]", "[}"})
  void refusesInJacksonsWords(String text) throws Exception {
    String theirs = "";
    try {
      MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      theirs = e.getMessage();
    }

    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessage(theirs);
  }

  @Test
  void createsWhatIsFilled() {
    var object = Json.object().put("a", 1.5f).put("b", 3L);
    object.set("c", Json.array().add("x"));

    assertThat(Json.compact(object)).isEqualTo("{\"a\":1.5,\"b\":3,\"c\":[\"x\"]}");
  }
}
