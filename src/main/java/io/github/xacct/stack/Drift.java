package io.github.xacct.stack;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.ResourceDrift.Difference;
import io.github.xacct.stack.plan.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds differences between stacks and actual resources. Left out is what CodeDeploy or ECS changes
 * with every deployment (task definition and load balancers of the service, forward actions of
 * listeners and rules), and the desired count that auto scaling sets.
 */
public final class Drift {
  private static final Duration POLL = Duration.ofSeconds(3);
  private static final long MOST_LOOKS = Duration.ofHours(1).dividedBy(POLL);

  private final Accounts accounts;
  private final Sleeper sleeper;

  public Drift(Accounts accounts, Sleeper sleeper) {
    this.accounts = accounts;
    this.sleeper = sleeper;
  }

  /** Returns the drift of a stack; empty if the stack does not exist. */
  public Optional<List<ResourceDrift>> of(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    var state = cloudFormation.look(stack.name()).filter(s -> !s.isEmpty());
    if (state.isEmpty()) {
      return Optional.empty();
    }
    await(cloudFormation, stack);
    var ecs = stack.deployments().map(requested -> new EcsDrift(state.get()));
    var compared =
        cloudFormation.drifts(stack.name()).stream()
            .map(drift -> withoutOthers(stack, drift, ecs))
            .filter(drift -> drift.status().equals("DELETED") || !drift.differences().isEmpty());
    var uncompared =
        Stream.of(
                EcsDrift.ofService(cloudFormation, stack),
                new KeyCheck(cloudFormation, stack).drift(state.get()))
            .flatMap(Optional::stream);
    return Optional.of(Stream.concat(compared, uncompared).toList());
  }

  /** Returns a note on what is not compared; empty if ECS does not deploy the stack's service. */
  public static Optional<String> note(Stack stack) {
    return stack.deployments().map(requested -> EcsDrift.note(stack));
  }

  /** Returns the differences as lines, one per property. */
  public static List<String> lines(Stack stack, List<ResourceDrift> drifts) {
    var lines = new ArrayList<String>();
    for (ResourceDrift drift : drifts) {
      lines.add(
          "%s: %s (%s, %s) %s"
              .formatted(
                  stack.name(),
                  drift.logicalId(),
                  drift.type(),
                  drift.physicalId(),
                  drift.status().equals("DELETED") ? "is gone" : "was changed:"));
      for (Difference difference : drift.differences()) {
        lines.add(
            "  %s is %s, the template has %s"
                .formatted(
                    difference.path(),
                    orNothing(difference.actual()),
                    orNothing(difference.expected())));
      }
    }
    return lines;
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  private static ResourceDrift withoutOthers(
      Stack stack, ResourceDrift drift, Optional<EcsDrift> ecs) {
    return new ResourceDrift(
        drift.logicalId(),
        drift.physicalId(),
        drift.type(),
        drift.status(),
        drift.differences().stream()
            .filter(d -> !isOfDeployments(drift.type(), d, ecs))
            .filter(d -> !isScaled(stack, drift.type(), d))
            .toList());
  }

  private static boolean isOfDeployments(
      String type, Difference difference, Optional<EcsDrift> ecs) {
    return ecs.map(own -> own.isOfDeployments(type, difference))
        .orElseGet(() -> isCodeDeploys(type, difference));
  }

  /** Whether it is the desired count of a service with auto scaling. */
  private static boolean isScaled(Stack stack, String type, Difference difference) {
    boolean scales = !stack.values().getOrDefault("AutoScalingMaxCount", "0").equals("0");
    return scales
        && type.equals("AWS::ECS::Service")
        && difference.path().startsWith("/DesiredCount");
  }

  private static boolean isCodeDeploys(String type, Difference difference) {
    String path = difference.path();
    return switch (type) {
      case "AWS::ECS::Service" ->
          path.startsWith("/TaskDefinition") || path.startsWith("/LoadBalancers");
      case "AWS::ElasticLoadBalancingV2::Listener" -> path.startsWith("/DefaultActions");
      case "AWS::ElasticLoadBalancingV2::ListenerRule" -> path.startsWith("/Actions");
      default -> false;
    };
  }

  private void await(CloudFormation cloudFormation, Stack stack) {
    String id = cloudFormation.detectDrift(stack.name());
    Optional<String> end = cloudFormation.driftDetected(id);
    for (int looks = 0; end.isEmpty(); looks++) {
      if (looks == MOST_LOOKS) {
        throw XacctException.ours("Stack " + stack.name() + " is still being compared.")
            .evidence("Drift detection " + id + " has not ended within an hour.")
            .suggestion(
                """
                ask again: aws cloudformation describe-stack-drift-detection-status \
                --stack-drift-detection-id %s --region %s"""
                    .formatted(id, stack.place().region()));
      }
      try {
        sleeper.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWork(stack);
      }
      end = cloudFormation.driftDetected(id);
    }
    // The detection fails as a whole if one type cannot be compared; other results are returned
    // anyway.
    if (!end.get().isEmpty() && cloudFormation.drifts(stack.name()).isEmpty()) {
      throw XacctException.yours("Stack " + stack.name() + " could not be compared.")
          .evidence("CloudFormation said: " + end.get());
    }
  }
}
