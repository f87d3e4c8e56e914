package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"ab", "a-b", "a--b", "a__b", "a.b/c_d/e1", "team/demo-app"})
  void repositories(String name) {
    assertThat(AwsName.REPOSITORY.check(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A", "-a", "a-", "a..b", "a___b", "a//b", "/a", "a b"})
  void notRepositories(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> AwsName.REPOSITORY.check(name));
  }

  @Test
  void lengthsAreAwsOwn() {
    assertThat(AwsName.APPLICATION.check("a".repeat(100))).hasSize(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AwsName.APPLICATION.check("a".repeat(101)))
        .withMessageContaining("101 characters");
    assertThat(AwsName.FAMILY.check("a".repeat(255))).hasSize(255);
    assertThatIllegalArgumentException().isThrownBy(() -> AwsName.FAMILY.check("a".repeat(256)));
  }
}
