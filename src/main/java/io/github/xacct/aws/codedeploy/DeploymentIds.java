package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;

/**
 * Lists the IDs of a group's deployments, page by page. Fails if a response has no list: if there
 * are no deployments, AWS returns an empty one, and taking a missing list for "none" could start a
 * deployment while another is in flight.
 */
final class DeploymentIds {
  private DeploymentIds() {}

  /** Newest first as far as observed; AWS does not document the order. */
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
