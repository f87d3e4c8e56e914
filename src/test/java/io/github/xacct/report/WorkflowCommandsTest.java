package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign text contains no command for the CI system that reads the log. */
class WorkflowCommandsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::set-env name=PATH::/evil",
        "::add-mask::e",
        "  ::stop-commands::x",
        "\t::error::x",
        "\u00a0::error::x",
        "\u200b::error::x",
        "problem\n::add-path::/evil",
        "problem\r::add-path::/evil",
        "problem\u2028::add-path::/evil",
        "[INFO] ##[add-mask]e",
        "##[set-output name=x]y",
        "#####[error]x",
        "x ##vso[task.setvariable variable=A]b",
        "##VSO[task.complete result=Succeeded]",
        "##teamcity[buildStop]"
      })
  void isNoCommandAnyMore(String text) {
    String harmless = WorkflowCommands.harmless(text);
    assertThat(harmless).doesNotContainIgnoringCase("##[", "##vso[", "##teamcity[");
    for (String line : harmless.split("[\\n\\r\\x0b\\f\\u0085\\u2028\\u2029]")) {
      assertThat(line.replaceFirst("^[\\s\\p{Z}\\p{C}]+", "")).doesNotStartWith("::");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.github.App::main failed",
        "arn:aws:iam::111111111111:role/demo",
        "## Heading [x]",
        "connect to [::1]:8080"
      })
  void otherTextStaysAsItIs(String text) {
    assertThat(WorkflowCommands.harmless(text)).isEqualTo(text);
  }

  @Test
  void jsonMeansTheSame() throws Exception {
    String document = "{\n  \"a\" : \"x ##[error]y ##vso[task] ## [z]\"\n}";
    String harmless = WorkflowCommands.harmlessJson(document);
    assertThat(harmless).doesNotContain("##[", "##vso[").contains("## [z]");
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(harmless)).isEqualTo(mapper.readTree(document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|it broke|::error title=a::it broke",
        "a: b, c|100 %|::error title=a%3A b%2C c::100 %25",
        "a%0A|x ##[add-mask]y|::error title=a%250A::x # #[add-mask]y",
      })
  void anAnnotationIsOneCommand(String title, String message, String command) {
    assertThat(WorkflowCommands.error(title, message)).isEqualTo(command);
  }

  @Test
  void linesStayWithinTheAnnotation() {
    assertThat(WorkflowCommands.warning("t\n::x::", "one\r\n::add-mask::two\n\u001b[31mthree"))
        .isEqualTo("::warning title=t\ufffd%3A%3Ax%3A%3A::one%0A::add-mask::two%0A\ufffd[31mthree");
    assertThat(WorkflowCommands.error("t", "x".repeat(10_000))).hasSizeLessThan(4100);
  }
}
