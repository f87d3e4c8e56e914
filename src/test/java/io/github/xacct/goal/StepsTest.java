package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.StepRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How {@code <steps>} of an environment is read. */
class StepsTest {

  private static Optional<StepRules> steps(String xml) {
    String pom =
        """
        <registry><account>111111111111</account></registry>
        <environments><environment><name>test</name><account>222222222222</account>%s</environment>
        </environments>
        """;
    var settings = Written.xml(pom.formatted(xml)).env("test").read();
    return settings.checks(settings.environment().orElseThrow()).steps();
  }

  @Test
  void arrivesWhole() {
    assertThat(
            steps(
                """
                <steps><errorRate>0.5</errorRate><latency>20</latency><minutes>10</minutes>
                  <requests>100</requests>
                  <metrics><metric><name>lag</name><expression>SELECT MAX(Lag) FROM Shop</expression>
                    <atMost>5.5</atMost><atLeast>-1</atLeast></metric></metrics></steps>"""))
        .contains(
            new StepRules(
                0.5,
                Optional.of(20),
                Duration.ofMinutes(10),
                100,
                List.of(
                    new StepRules.Metric(
                        "lag", "SELECT MAX(Lag) FROM Shop", Optional.of(5.5), Optional.of(-1.0)))));
  }

  @Test
  void hasADefaultForEachElement() {
    assertThat(steps("")).isEmpty();
    assertThat(steps("<steps><minutes>5</minutes></steps>"))
        .contains(new StepRules(1, Optional.empty(), Duration.ofMinutes(5), 20, List.of()));
  }

  @Test
  void reportsAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                steps(
                    """
                    <steps><errorRate>120</errorRate><latency>-1</latency><minutes>0</minutes>
                      <metrics><metric><name>lag</name><expression>m1</expression></metric>
                        <metric><atMost>five</atMost></metric></metrics></steps>"""))
        .hasMessageContaining(
            "environments/environment[test]/steps/errorRate: '120' is no share: write percentage"
                + " points from 0 to 100, such as 0.5")
        .hasMessageContaining("environments/environment[test]/steps/latency: ")
        .hasMessageContaining("environments/environment[test]/steps/minutes: ")
        .hasMessageContaining(
            "environments/environment[test]/steps/metrics/metric[lag]: write <atMost> or"
                + " <atLeast>: without a limit it decides nothing")
        .hasMessageContaining("'five' is not a number: write one such as 0.5");
  }
}
