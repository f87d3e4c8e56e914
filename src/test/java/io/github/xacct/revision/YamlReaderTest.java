package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a:|{\"a\":null}",
        "a: ~|{\"a\":null}",
        "a: # nothing|{\"a\":null}",
        "a: ''|{\"a\":\"\"}",
        "a: yes|{\"a\":true}",
        "a: Off|{\"a\":false}",
        "a: 'yes'|{\"a\":\"yes\"}",
        "a: 8080|{\"a\":8080}",
        "a: +1|{\"a\":1}",
        "a: 1.4|{\"a\":1.4}",
        "a: 1.4.0|{\"a\":\"1.4.0\"}",
        "a: 2024-01-02|{\"a\":\"2024-01-02\"}",
        "a: !!str 8080|{\"a\":\"8080\"}",
        "a: !!int '8080'|{\"a\":8080}",
        "1: a|{\"1\":\"a\"}",
        "{a: &x [1, 2], b: *x}|{\"a\":[1,2],\"b\":[1,2]}",
        "{a: &x {p: 1, q: 2}, b: {<<: *x, q: 3}}|{\"a\":{\"p\":1,\"q\":2},\"b\":{\"q\":3,\"p\":1}}",
        "{a: &x {p: 1}, b: &y {p: 2}, c: {<<: [*x, *y]}}|{\"a\":{\"p\":1},\"b\":{\"p\":2},\"c\":{\"p\":1}}",
        "{a: '<<', b: \"*a\"}|{\"a\":\"<<\",\"b\":\"*a\"}",
        "\"{\\\"a\\\": [1,\\t2]}\"|{\"a\":[1,2]}",
      })
  void readsByTheRulesOfYaml(String yaml, String json) {
    String text = yaml.startsWith("\"") ? yaml.substring(1, yaml.length() - 1) : yaml;
    assertThat(read(text.replace("\\\"", "\"").replace("\\t", "\t"))).isEqualTo(json);
  }

  @Test
  void jsonMayBeIndentedWithTabs() {
    assertThat(read("{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}")).isEqualTo("{\"a\":{\"b\":1}}");
  }

  @Test
  void oneDocumentMayBeMarkedAsSuch() {
    assertThat(read("%YAML 1.1\n---\na: 1\n...\n")).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"010", "0x1F90", "0b11", "1_000", "8:30", ".5", "1.5e+3", ".inf", "-.INF", ".nan"})
  void aNumberThatReadersTakeDifferentlyIsRefused(String number) {
    assertThat(message("b: 1\na: " + number + "\n"))
        .startsWith("appspec.yaml cannot be read: line 2, column 4.\n  a: " + number + "\n")
        .endsWith(
            "Not all readers of YAML take "
                + number
                + " for the same number.\nTry: write it with decimal digits, or in quotes if a text"
                + " is meant");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedAtItsPlace(String text, String told) {
    assertThat(message(text)).isEqualTo(told.strip());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "a: 1\nb: 2\na: 3\n",
            """
            appspec.yaml cannot be read: line 3, column 1.
              a: 3
              ^
            a is there twice, first in line 1.
            Try: delete one of the two
            """),
        Arguments.of(
            "a: *check\n",
            """
            appspec.yaml cannot be read: line 1, column 4.
              a: *check
                 ^
            The parser said: found undefined alias check
            """),
        Arguments.of(
            "a: &a [*a]\n",
            """
            appspec.yaml cannot be read: line 1, column 4.
              a: &a [*a]
                 ^
            The alias is inside its own anchor.
            """),
        Arguments.of(
            "a: &a\n  <<: *a\n",
            """
            appspec.yaml cannot be read: line 2, column 3.
              <<: *a
              ^
            The alias is inside its own anchor.
            """),
        Arguments.of(
            "a: {<<: 1}\n",
            """
            appspec.yaml cannot be read: line 1, column 5.
              a: {<<: 1}
                  ^
            << merges a mapping, or a list of mappings.
            """),
        Arguments.of(
            "a: 1\n---\nb: 1\n",
            """
            appspec.yaml cannot be read: line 2, column 1.
              ---
              ^
            The parser said: but found another document
            """),
        Arguments.of(
            "a: !Sub x\n",
            """
            appspec.yaml cannot be read: line 1, column 4.
              a: !Sub x
                 ^
            The tag !Sub is not one of plain YAML.
            Try: CodeDeploy has no functions of CloudFormation: write ${name}, which is filled here
            """),
        Arguments.of(
            "a: !!binary aGk=\n",
            """
            appspec.yaml cannot be read: line 1, column 4.
              a: !!binary aGk=
                 ^
            The tag !!binary is not one of plain YAML.
            """),
        Arguments.of(
            "? [a, b]\n: 1\n",
            """
            appspec.yaml cannot be read: line 1, column 3.
              ? [a, b]
                ^
            A field's name is a text, but here is a list or a mapping.
            """),
        Arguments.of(
            "# nothing\n",
            """
            appspec.yaml is empty.
            Try: write the file's content, or delete it to use the configuration
            """),
        Arguments.of(
            "a: {b: ${c}}\n",
            """
            appspec.yaml cannot be read: line 1, column 9.
              a: {b: ${c}}
                      ^
            YAML takes the { of ${...} for its own inside of [ ] and { }.
            Try: put it in quotes
            """),
        Arguments.of("- a\n", "appspec.yaml must contain an object, but contains a list."));
  }

  @Test
  void aliasesThatStandForBillionsOfValuesAreRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(8) + alias));
    }
    assertThat(message(bomb.toString()))
        .isEqualTo(
            """
            appspec.yaml cannot be read: line 5, column 1.
              a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
              ^
            Its aliases stand for more than 10000 values.""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void whatIsNestedTooDeepIsRefused(String opening) {
    assertThat(message("a:\n  " + opening.repeat(20_000)))
        .startsWith("appspec.yaml cannot be read: line 2, column ")
        .contains("It is nested deeper than 50 levels.");
  }

  private static String read(String text) {
    return TemplateTree.ofYaml(new TemplateFile("appspec.yaml", text)).root().toString();
  }

  private static String message(String text) {
    return Samples.message(() -> read(text));
  }
}
