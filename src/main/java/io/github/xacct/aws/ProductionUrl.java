package io.github.xacct.aws;

import io.github.xacct.model.Environment;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** Where the production listener of an environment answers. */
public final class ProductionUrl {
  private ProductionUrl() {}

  /** As the load balancer calls itself; its certificate may be for another name. */
  public static Optional<URI> of(AwsSession session, Environment environment) {
    return session.patiently(
        "Cannot look for the production listener of " + environment.deploymentGroup() + ".",
        () ->
            new Listeners(session)
                .productionUrl(
                    session
                        .client(CodeDeployClient.builder())
                        .getDeploymentGroup(
                            r ->
                                r.applicationName(environment.application())
                                    .deploymentGroupName(environment.deploymentGroup()))
                        .deploymentGroupInfo()));
  }
}
