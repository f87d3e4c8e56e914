package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final Map<String, String> DESK = Map.of("TERM", "xterm-256color");

  @Test
  void isLiveForAPersonAtATerminal() {
    assertThat(Console.choose(Optional.empty(), true, DESK)).isEqualTo(Console.LIVE);
  }

  @Test
  void isPlainInAPipeWhateverIsWished() {
    assertThat(Console.choose(Optional.empty(), false, DESK)).isEqualTo(Console.PLAIN);
    assertThat(Console.choose(Optional.of("live"), false, DESK)).isEqualTo(Console.PLAIN);
  }

  @Test
  void isPlainOnATerminalThatCannotMoveItsCursor() {
    var dumb = Map.of("TERM", "dumb");
    assertThat(Console.choose(Optional.of("live"), true, dumb)).isEqualTo(Console.PLAIN);
    assertThat(Console.choose(Optional.empty(), true, Map.of())).isEqualTo(Console.PLAIN);
  }

  @Test
  void isPlainInContinuousIntegrationUnlessWishedOtherwise() {
    for (String variable :
        List.of(
            "CODEBUILD_BUILD_ID",
            "CI",
            "GITHUB_ACTIONS",
            "GITLAB_CI",
            "TF_BUILD",
            "BITBUCKET_BUILD_NUMBER",
            "CIRCLECI",
            "JENKINS_URL")) {
      var ci = Map.of("TERM", "xterm", variable, "true");
      assertThat(Console.choose(Optional.empty(), true, ci)).isEqualTo(Console.PLAIN);
      assertThat(Console.choose(Optional.of("live"), true, ci)).isEqualTo(Console.LIVE);
    }
  }

  @Test
  void isLiveWhereCiIsDenied() {
    assertThat(Console.choose(Optional.empty(), true, Map.of("TERM", "xterm", "CI", "false")))
        .isEqualTo(Console.LIVE);
  }

  @Test
  void isPlainWhenWished() {
    assertThat(Console.choose(Optional.of("plain"), true, DESK)).isEqualTo(Console.PLAIN);
  }

  @Test
  void refusesOtherWishes() {
    assertThatThrownBy(() -> Console.choose(Optional.of("fancy"), true, DESK))
        .hasMessage("invalid value 'fancy': expected plain or live");
  }
}
