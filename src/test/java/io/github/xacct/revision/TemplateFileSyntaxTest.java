package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateFileSyntaxTest {

  @ParameterizedTest
  @MethodSource("broken")
  void brokenJsonIsShownWhereItBreaks(String text, String told) {
    assertThat(Samples.message(() -> TemplateTree.ofJson(new TemplateFile("taskdef.json", text))))
        .isEqualTo(told);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "{\n  \"family\": \"demo\",\n  // the app\n}",
            """
            taskdef.json cannot be read: line 3, column 3.
              // the app
              ^
            Try: delete the comment: JSON has no comments"""),
        Arguments.of(
            "{\n  \"a\": /* one */ 1\n}",
            """
            taskdef.json cannot be read: line 2, column 8.
              "a": /* one */ 1
                   ^
            Try: delete the comment: JSON has no comments"""),
        Arguments.of(
            "{\n  # note\n}",
            """
            taskdef.json cannot be read: line 2, column 3.
              # note
              ^
            Try: delete the comment: JSON has no comments"""),
        Arguments.of(
            "{\n  \"a\": [1, 2,],\n}",
            """
            taskdef.json cannot be read: line 2, column 14.
              "a": [1, 2,],
                         ^
            Try: delete the comma before ]: JSON has no trailing commas"""),
        Arguments.of(
            "{\n  \"a\": 1,\n}",
            """
            taskdef.json cannot be read: line 3, column 1.
              }
              ^
            Try: delete the comma before }: JSON has no trailing commas"""),
        Arguments.of(
            "{\n  \"a\": 1\n  \"b\": 2\n}",
            """
            taskdef.json cannot be read: line 3, column 3.
              "b": 2
              ^
            The parser said: Unexpected character ('"' (code 34)): was expecting comma to separate Object \
            entries"""),
        Arguments.of(
            "{\n  \"a\": {\n    \"b\": 1\n",
            """
            taskdef.json cannot be read: line 2, column 8.
              "a": {
                   ^
            The file ends before what is opened here is closed."""),
        Arguments.of(
            "{\n  \"a\": ${b c}\n}",
            """
            taskdef.json cannot be read: line 2, column 8.
              "a": ${b c}
                   ^
            The parser said: Unrecognized token '$': was expecting (JSON String, Number, Array, Object or \
            token 'null', 'true' or 'false')"""),
        Arguments.of(
            "{\"x\": \"${fine}\", \"a\": ${b}${c}}",
            """
            taskdef.json cannot be read: line 1, column 27.
              {"x": "${fine}", "a": ${b}${c}}
                                        ^
            The parser said: Unexpected character ('"' (code 34)): was expecting comma to separate Object \
            entries"""),
        Arguments.of(
            "{\"a\": 1, \"a\": 2}",
            """
            taskdef.json cannot be read: line 1, column 13.
              {"a": 1, "a": 2}
                          ^
            The parser said: Duplicate field 'a'"""),
        Arguments.of(
            "{"
                + "\"a\": [1], ".repeat(1)
                + "\"long\": \""
                + "x".repeat(90)
                + "\", oops, \"b\": 1"
                + " ".repeat(90)
                + "}",
            """
            taskdef.json cannot be read: line 1, column 114.
              xxxxxxxxxxxxxxxxxxxxxxxxxxx", oops, "b": 1
                                            ^
            The parser said: Unexpected character ('o' (code 111)): was expecting double-quote to \
            start field name"""),
        Arguments.of(
            "{} {}",
            """
            taskdef.json cannot be read: line 1, column 4.
              {} {}
                 ^
            The file goes on after its first value ends."""),
        Arguments.of(
            "",
            """
            taskdef.json is empty.
            Try: write the file's content, or delete it to use the configuration"""),
        Arguments.of(
            "[{\"name\": \"web\", \"image\": \"x\"}]",
            """
            taskdef.json must contain an object, but contains a list.
            Try: write the whole task definition around it: {"family": ..., "containerDefinitions": [...]}"""),
        Arguments.of(
            "[]",
            """
            taskdef.json must contain an object, but contains a list."""));
  }

  @Test
  void yamlTooIsShownWhereItBreaks() {
    assertThat(
            Samples.message(
                () -> TemplateTree.ofYaml(new TemplateFile("appspec.yaml", "a: 1\nb:\n\t- c\n"))))
        .isEqualTo(
            """
            appspec.yaml cannot be read: line 3, column 1.
              - c
              ^
            The parser said: found character '\\t(TAB)' that cannot start any token. (Do not use \
            \\t(TAB) for indentation)""");
  }
}
