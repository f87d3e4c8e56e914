package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\u0007", "\u0000", "\u007f", "\u0085", "\u009b", "\u200f", "\u202e", "\u2067",
        "\u2028"
      })
  void aCharacterThatSteersIsReplaced(String character) {
    assertThat(ForeignText.line("a" + character + "b")).isEqualTo("a\ufffdb");
    assertThat(ForeignText.lines("x\na" + character + "b\n")).isEqualTo("x\na\ufffdb\n");
  }

  @Test
  void theRestStays() {
    String text = "\n Grüße, 株式会社 – שלום 👩‍💻\n\n  indented";
    assertThat(ForeignText.lines(text)).isEqualTo(text);
    assertThat(ForeignText.lines("a\tb\r\nc")).isEqualTo("a    b\nc");
  }

  /** Maven prints the message of a failure unchanged. */
  @Test
  void anExceptionHasNoneInAnyOfItsParts() {
    var exception =
        XacctException.yours("Task said \u001b[2J.")
            .evidence("line one\nline \u202etwo")
            .suggestion("look at \u0007it");

    assertThat(exception.getMessage())
        .isEqualTo(
            """
            Task said \ufffd[2J.
            line one
            line \ufffdtwo
            Try: look at \ufffdit""");
    assertThat(exception.problem()).isEqualTo("Task said \ufffd[2J.");
  }
}
