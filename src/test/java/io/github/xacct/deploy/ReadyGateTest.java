package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.event.DeploymentStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gate without a known route reads the route again. */
class ReadyGateTest {
  private static final Route ROUTE = Route.to(URI.create("http://test.example.com"));

  private final DeploymentState ready = ScriptedEngine.state("d-1", DeploymentStatus.READY);
  private final List<Route> asked = new ArrayList<>();

  @Test
  void aTestListenerThatCouldNotBeReadIsReadAgainWhenGreenIsReady() {
    assertThat(gate(Optional.of(Optional.of(ROUTE))).objection(ready)).isEmpty();
    assertThat(asked).containsExactly(ROUTE);
  }

  @Test
  void whatCannotBeAskedDoesNotGoLiveAndTheReasonIsTrue() {
    assertThat(gate(Optional.of(Optional.empty())).objection(ready))
        .contains(
            "its smoke tests cannot run: the test listener could not be read; write <testUrl>");
    assertThat(gate(Optional.empty()).objection(ready))
        .contains("its smoke tests have no test listener: write <testUrl>");
    assertThat(asked).isEmpty();
  }

  @Test
  void theLookKnowsWhetherTheListenerIsThere() {
    assertThat(look("Could not check the test listener. ELB: HTTP 500").testRouteUnread()).isTrue();
    assertThat(look("Could not check deployment group shop. HTTP 500").testRouteUnread()).isTrue();
    assertThat(look("Could not check the production listener. x").testRouteUnread()).isFalse();
  }

  private static TargetAccountState look(String warning) {
    return new TargetAccountState(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(warning),
        Optional.empty(),
        Timing.immediate());
  }

  /** A gate whose route was unknown at first. */
  private ReadyGate gate(Optional<Optional<Route>> again) {
    return new ReadyGate(
        Optional.empty(),
        List.of(
            route -> {
              asked.add(route);
              return Optional.empty();
            }),
        state -> Optional.empty(),
        false,
        false,
        "",
        again.map(route -> () -> route));
  }
}
