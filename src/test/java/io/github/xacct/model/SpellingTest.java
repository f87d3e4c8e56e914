package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  @ParameterizedTest
  @CsvSource({"'', '', 0", "ab, ba, 1", "cpu, cpuu, 1", "kitten, sitting, 3", "'', abc, 3"})
  void countsSlips(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void suggestsOnlyWhatIsNear() {
    List<String> names = List.of("name", "image", "cpu", "environment", "environmentFiles");
    assertThat(Spelling.nearest("enviroment", names)).contains("environment");
    assertThat(Spelling.nearest("IMAGE", names)).contains("image");
    assertThat(Spelling.nearest("gpu", names)).contains("cpu");
    assertThat(Spelling.nearest("ports", names)).isEmpty();
  }
}
