package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.model.Environment;
import java.util.Optional;

/** Finds the route of an environment's production listener. */
public final class ProductionRoute {
  private ProductionRoute() {}

  /** Returns the route by the load balancer's DNS name; its certificate may be for another name. */
  public static Optional<Route> of(AwsSession session, Environment environment) {
    return session.patiently(
        "Cannot look for the production listener of " + environment.deploymentGroup() + ".",
        () ->
            EcsListenerRules.instead(
                    session,
                    environment,
                    () -> ofGroup(session, environment),
                    EcsListenerRules::production)
                .flatMap(Listeners.ListenerRoute::route));
  }

  private static Optional<Listeners.ListenerRoute> ofGroup(
      AwsSession session, Environment environment) {
    return new Listeners(session).productionRoute(EcsListenerRules.group(session, environment));
  }
}
