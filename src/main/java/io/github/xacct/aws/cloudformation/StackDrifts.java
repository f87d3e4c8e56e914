package io.github.xacct.aws.cloudformation;

import static io.github.xacct.aws.cloudformation.Stacks.orEmpty;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.stack.ResourceDrift;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsResponse;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;

/** Detects drift of stacks with CloudFormation. */
final class StackDrifts {
  private final AwsSession session;
  private final CloudFormationClient client;

  StackDrifts(AwsSession session, CloudFormationClient client) {
    this.session = session;
    this.client = client;
  }

  String detect(String name) {
    return session.patiently(
        "Cannot compare stack " + name + " with the actual resources.",
        () ->
            AwsErrors.member(
                "CloudFormation DetectStackDrift",
                "StackDriftDetectionId",
                client.detectStackDrift(r -> r.stackName(name)).stackDriftDetectionId()));
  }

  Optional<String> detected(String detectionId) {
    var status =
        session.patiently(
            "Cannot read the result of a drift detection.",
            () ->
                asked(
                    client.describeStackDriftDetectionStatus(
                        r -> r.stackDriftDetectionId(detectionId))));
    return switch (status.detectionStatus()) {
      case DETECTION_IN_PROGRESS -> Optional.empty();
      case DETECTION_FAILED -> Optional.of(orEmpty(status.detectionStatusReason()));
      default -> Optional.of("");
    };
  }

  private static DescribeStackDriftDetectionStatusResponse asked(
      DescribeStackDriftDetectionStatusResponse answer) {
    AwsErrors.member(
        "CloudFormation DescribeStackDriftDetectionStatus",
        "DetectionStatus",
        answer.detectionStatus());
    return answer;
  }

  List<ResourceDrift> of(String name) {
    return session.patiently(
        "Cannot read the drift of stack " + name + ".",
        () ->
            client
                .describeStackResourceDriftsPaginator(
                    r ->
                        r.stackName(name)
                            .stackResourceDriftStatusFilters(
                                StackResourceDriftStatus.MODIFIED,
                                StackResourceDriftStatus.DELETED))
                .stream()
                .map(StackDrifts::whole)
                .flatMap(page -> page.stackResourceDrifts().stream())
                .map(StackDrifts::drift)
                .toList());
  }

  /** Fails if the page has no list; if nothing has drifted, CloudFormation returns an empty one. */
  private static DescribeStackResourceDriftsResponse whole(
      DescribeStackResourceDriftsResponse page) {
    return AwsErrors.member(
        "CloudFormation DescribeStackResourceDrifts",
        "StackResourceDrifts",
        page.hasStackResourceDrifts() ? page : null);
  }

  private static ResourceDrift drift(StackResourceDrift drift) {
    return new ResourceDrift(
        drift.logicalResourceId(),
        orEmpty(drift.physicalResourceId()),
        drift.resourceType(),
        drift.stackResourceDriftStatusAsString(),
        drift.propertyDifferences().stream().map(StackDrifts::difference).toList());
  }

  private static ResourceDrift.Difference difference(PropertyDifference difference) {
    return new ResourceDrift.Difference(
        difference.propertyPath(),
        orEmpty(difference.expectedValue()),
        orEmpty(difference.actualValue()));
  }
}
