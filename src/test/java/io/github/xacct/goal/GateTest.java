package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Finding;
import io.github.xacct.model.Environment;
import io.github.xacct.preflight.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who can connect to green in accounts that bootstrap created: the security groups of the templates
 * decide, also in a rehearsal.
 */
class GateTest {
  private static final String TESTS =
      """
      <externalId>demo-app-test</externalId>
      <smokeTests><smokeTest><path>/</path></smokeTest></smokeTests>
      """;
  private static final String FUNCTION = "<testFunction>demo-app-test-test</testFunction>";

  @TempDir Path folder;

  @Test
  void theFunctionReachesTheTasksThoughTheTestListenerAdmitsNobody() {
    bootstrap(Map.of());

    assertThat(path(TESTS + FUNCTION).words())
        .isEqualTo("demo-app-test-test reaches the tasks: HTTP 200");
    assertThat(path(TESTS).outcome()).isEqualTo(Finding.Outcome.FAIL);
    assertThat(path(TESTS + FUNCTION + "<verifyCommand>true</verifyCommand>").words())
        .startsWith("This machine cannot reach the test listener: http://127.0.0.1:");
  }

  /** Private addresses were the default once; the build connects through the internet. */
  @Test
  void aTestListenerThatAdmitsPrivateAddressesAdmitsNoBuild() {
    bootstrap(Map.of("TestFunction", "false", "TestIngressCidr", "10.0.0.0/8"));

    var finding = path(TESTS);
    assertThat(finding.outcome()).isEqualTo(Finding.Outcome.FAIL);
    assertThat(finding.words())
        .matches("This machine cannot reach the test listener: http://127.0.0.1:\\d+\\.");
    assertThat(finding.fix())
        .containsExactly(
            "let a function in the VPC send the smoke tests' requests: <testFunction>, which bootstrap creates;",
            "or admit this machine: <stackParameters><TestIngressCidr>, or the listener's security"
                + " group.");
    var byFunction = path(TESTS + FUNCTION);
    assertThat(byFunction.words())
        .isEqualTo("The test function demo-app-test-test cannot reach the tasks.");
    assertThat(byFunction.evidence())
        .containsExactly("demo-app-test-test failed: TimeoutError: timed out");
  }

  @Test
  void aTestListenerThatAdmitsTheBuildIsReached() {
    bootstrap(Map.of("TestFunction", "false", "TestIngressCidr", "198.51.100.0/24"));

    assertThat(path(TESTS).words()).matches("this machine reaches http://127.0.0.1:\\d+: HTTP 200");
  }

  @Test
  void anInternalLoadBalancerIsReachedByTheFunctionAlone() {
    bootstrap(Map.of("LoadBalancerScheme", "internal", "TestIngressCidr", "0.0.0.0/0"));

    assertThat(path(TESTS).outcome()).isEqualTo(Finding.Outcome.FAIL);
    assertThat(path(TESTS + FUNCTION).outcome()).isEqualTo(Finding.Outcome.OK);
  }

  private void bootstrap(Map<String, String> parameters) {
    var settings = Written.environment("").env("test").read();
    var environment = settings.environment().orElseThrow();
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(RehearsedStacks.plan(settings, parameters));
    }
  }

  private Finding path(String xml) {
    var settings = Written.environment(xml).env("test").read();
    Environment environment = settings.environment().orElseThrow();
    try (var stage =
        Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(100))) {
      stage.settle(environment);
      return MadeRoles.preflight(
              stage, MadeRoles.intent(settings), Set.of(Check.LOAD_BALANCER_TEST_PATH))
          .get(0);
    }
  }
}
