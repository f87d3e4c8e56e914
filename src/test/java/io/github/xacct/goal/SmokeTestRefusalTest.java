package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.SmokeTestReport.Result;
import io.github.xacct.model.XacctException.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A failed test is a build failure, a request that could not be sent a build error. */
class SmokeTestRefusalTest {

  @Test
  void ofAnAppThatAnsweredWrongly() {
    var refusal =
        SmokeTestWork.refusal(report("GET https://app/x answered 500 instead of 200", true));

    assertThat(refusal.fault()).isEqualTo(Fault.YOURS);
    assertThat(refusal)
        .hasMessage(
            """
            The smoke tests of test failed.
            health: GET https://app/x answered 500 instead of 200
            They ran against arn:td:7 at https://app
            Try: go back to the version before: mvn xacct:rollback -Denv=test""");
  }

  @Test
  void ofAMachineThatDoesNotKnowTheName() {
    var refusal =
        SmokeTestWork.refusal(
            report(
                "GET https://app/x got no answer: the name app cannot be resolved (DNS)", false));

    assertThat(refusal.fault()).isEqualTo(Fault.OURS);
    assertThat(refusal)
        .hasMessage(
            """
            The smoke tests of test could not be run.
            health: GET https://app/x got no answer: the name app cannot be resolved (DNS)
            They were to run against arn:td:7 at https://app
            Nothing was found wrong with it, and nothing was changed.
            Try: see whether this machine reaches that address: name, proxy, security groups;
                 then run them again: mvn xacct:smoke-test -Denv=test""");
  }

  private static SmokeTestReport report(String wrong, boolean asked) {
    return new SmokeTestReport(
        "test",
        "https://app",
        "arn:td:7",
        Optional.empty(),
        Instant.EPOCH,
        List.of(new Result("health", Optional.of(wrong), Duration.ZERO, asked)));
  }
}
