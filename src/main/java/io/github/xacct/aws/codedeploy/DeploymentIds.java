package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;

/**
 * The deployments that there are, page by page. Where there are none, AWS answers an empty list; an
 * answer without a list is none of AWS's, and whoever takes it for "none" deploys into a deployment
 * in flight.
 */
final class DeploymentIds {
  private DeploymentIds() {}

  /** Newest first, as far as anybody has seen; nobody has promised it. */
  static Stream<String> of(
      CodeDeployClient codeDeploy, Consumer<ListDeploymentsRequest.Builder> request) {
    return codeDeploy.listDeploymentsPaginator(request).stream()
        .flatMap(
            page ->
                AwsErrors.member(
                    "CodeDeploy ListDeployments",
                    "deployments",
                    page.hasDeployments() ? page.deployments() : null)
                    .stream());
  }
}
