package io.github.xacct.goal;

import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.StepGate;
import io.github.xacct.deploy.UnaskedChecks;
import io.github.xacct.deploy.VerifyCommand;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.plugin.logging.Log;

/** Creates the checks before production traffic shifts: smoke tests, a command, an approval. */
final class ReadyGates {
  private final Environment environment;
  private final TargetAccount target;
  private final Venue venue;
  private final Reporter reporter;
  private final Path basedir;
  private final Log log;

  ReadyGates(
      Environment environment,
      TargetAccount target,
      Venue venue,
      Reporter reporter,
      Path basedir,
      Log log) {
    this.environment = environment;
    this.target = target;
    this.venue = venue;
    this.reporter = reporter;
    this.basedir = basedir;
    this.log = log;
  }

  /**
   * Returns the gate of a deployment.
   *
   * @param url URL whose host name is used for a test listener with HTTPS
   */
  ReadyGate of(ReleaseChecks checks, TargetAccountState state, Optional<URI> url) {
    UnaskedChecks.of(checks, state).map(Event.Warning::new).ifPresent(reporter::report);
    return new ReadyGate(
        checks
            .testUrl()
            .filter(venue::leadsToTheLoadBalancer)
            .map(Route::to)
            .or(() -> state.testRoute().map(route -> route.by(checks.testUrl().or(() -> url)))),
        checksOf(checks),
        steps(checks, state),
        checks.approval(),
        false,
        "mvn xacct:continue -Denv=" + environment.name(),
        state.testRouteUnread() ? Optional.of(() -> readAgain(checks, url)) : Optional.empty());
  }

  /** Reads the test listener again, which could not be read when the deployment began. */
  private Optional<Route> readAgain(ReleaseChecks checks, Optional<URI> url) {
    try {
      return target
          .ports()
          .look(Needed.SERVICE)
          .testRoute()
          .map(route -> route.by(checks.testUrl().or(() -> url)));
    } catch (XacctException e) {
      return Optional.empty();
    }
  }

  private List<Function<Route, Optional<String>>> checksOf(ReleaseChecks checks) {
    var asked = new ArrayList<Function<Route, Optional<String>>>();
    if (!checks.smokeTests().isEmpty()) {
      var client = target.testClient(checks, environment);
      asked.add(new SmokeTests(checks.smokeTests(), reporter, client, venue.pauses()));
    }
    checks
        .verifyCommand()
        .map(command -> new VerifyCommand(command, environment.name(), basedir, log::info))
        .ifPresent(asked::add);
    return asked;
  }

  private Function<DeploymentState, Optional<String>> steps(
      ReleaseChecks checks, TargetAccountState state) {
    return checks
        .steps()
        .filter(rules -> UnaskedChecks.stepsAreEcs(state))
        .<Function<DeploymentState, Optional<String>>>map(
            rules ->
                new StepGate(
                    rules, target.comparison().get(), target.ports().reportingTo(reporter)))
        .orElse(any -> Optional.empty());
  }
}
