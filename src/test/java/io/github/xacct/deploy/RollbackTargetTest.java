package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackTargetTest {

  @ParameterizedTest
  @CsvSource({
    "1, BACK",
    "' 12 ', BACK",
    "d-3JXVQ4RCW, DEPLOYMENT",
    "EZe5RNVLH6PPzHXINuP28, DEPLOYMENT",
    "0a1b2c30a1b2c30a1b2c3, COMMIT",
    "sha256:9f86d0, DIGEST",
    ":12, REVISION",
    "shop-test:12, REVISION",
    "arn:aws:ecs:eu-central-1:222222222222:task-definition/shop-test:12, REVISION",
    "0a1b2c3, COMMIT",
    "1234567, COMMIT",
  })
  void isReadByItsForm(String text, RollbackTarget.Kind kind) {
    assertThat(RollbackTarget.parse(text).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "1000", "0a1b2c", "v1.4", "sha256:9f86", "shop-test:0", "main"})
  void isRefusedOtherwise(String text) {
    assertThatThrownBy(() -> RollbackTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "invalid value '"
                + text
                + "': expected a number of good versions back (1 to 999), a deployment ID"
                + " (d-ABCDEFGHI), a revision (family:12 or :12), a commit (7 hexadecimal digits or"
                + " more) or a digest (sha256: and 6 hexadecimal digits or more)");
  }
}
