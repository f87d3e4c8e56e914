package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.model.Environment;
import java.util.Optional;

/** How an environment is asked by its production listener. */
public final class ProductionRoute {
  private ProductionRoute() {}

  /** As the load balancer calls itself; its certificate may be for another name. */
  public static Optional<Route> of(AwsSession session, Environment environment) {
    return session.patiently(
        "Cannot look for the production listener of " + environment.deploymentGroup() + ".",
        () ->
            OwnRules.instead(
                    session, environment, () -> ofGroup(session, environment), OwnRules::production)
                .flatMap(Listeners.Led::route));
  }

  private static Optional<Listeners.Led> ofGroup(AwsSession session, Environment environment) {
    return new Listeners(session).productionRoute(OwnRules.group(session, environment));
  }
}
