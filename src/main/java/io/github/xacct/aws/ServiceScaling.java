package io.github.xacct.aws;

import io.github.xacct.deploy.Scaling;
import io.github.xacct.deploy.TransientFailure;
import io.github.xacct.model.Environment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ConcurrentUpdateException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * Application Auto Scaling of one ECS service. What is suspended for a deployment is written into a
 * tag of the scalable target first and the tag removed last, so that a run that is killed in
 * between leaves word of what the next one must resume.
 */
public final class ServiceScaling implements Scaling {
  static final String TAG = "xacct:suspended-for-deployment";

  /** The three that can be suspended, each by itself. */
  private enum Kind {
    IN(SuspendedState::dynamicScalingInSuspended),
    OUT(SuspendedState::dynamicScalingOutSuspended),
    SCHEDULED(SuspendedState::scheduledScalingSuspended);

    private final Function<SuspendedState, Boolean> suspended;

    Kind(Function<SuspendedState, Boolean> suspended) {
      this.suspended = suspended;
    }

    private boolean isIn(SuspendedState state) {
      return state != null && Boolean.TRUE.equals(suspended.apply(state));
    }
  }

  private final Environment environment;
  private final ApplicationAutoScalingClient scaling;

  public ServiceScaling(AwsSession session, Environment environment) {
    this.environment = environment;
    this.scaling = session.client(ApplicationAutoScalingClient.builder());
  }

  @Override
  public boolean suspend() {
    return AwsErrors.ask(
        "Cannot suspend the auto scaling of service " + environment.service() + ".",
        () -> target().filter(this::suspend).isPresent());
  }

  private boolean suspend(ScalableTarget target) {
    var leftover = noted(target); // by a run that was killed
    var ours = EnumSet.complementOf(suspended(target));
    ours.addAll(leftover);
    if (ours.isEmpty()) {
      return false;
    }
    note(target, ours);
    try {
      register(EnumSet.allOf(Kind.class));
    } catch (AwsServiceException e) {
      if (leftover.isEmpty() && !AwsErrors.mayPass(e)) {
        forget(target); // nothing was suspended, so nothing is to be resumed
      }
      throw e;
    }
    return true;
  }

  @Override
  public boolean resume() {
    return AwsErrors.ask(
        "Cannot resume the auto scaling of service " + environment.service() + ".",
        () -> target().filter(this::resume).isPresent());
  }

  private boolean resume(ScalableTarget target) {
    var ours = noted(target);
    if (ours.isEmpty()) {
      return false;
    }
    var others = suspended(target);
    others.removeAll(ours);
    register(others);
    forget(target);
    return true;
  }

  private Optional<ScalableTarget> target() {
    return scaling
        .describeScalableTargets(
            r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceIds(resourceId())
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
        .scalableTargets()
        .stream()
        .findFirst();
  }

  private static EnumSet<Kind> suspended(ScalableTarget target) {
    var kinds = EnumSet.allOf(Kind.class);
    kinds.removeIf(kind -> !kind.isIn(target.suspendedState()));
    return kinds;
  }

  private EnumSet<Kind> noted(ScalableTarget target) {
    String tag =
        scaling
            .listTagsForResource(r -> r.resourceARN(target.scalableTargetARN()))
            .tags()
            .getOrDefault(TAG, "");
    var words = Arrays.asList(tag.split("\\+"));
    var kinds = EnumSet.allOf(Kind.class);
    kinds.removeIf(kind -> !words.contains(kind.name()));
    return kinds;
  }

  private void note(ScalableTarget target, Set<Kind> kinds) {
    String words = kinds.stream().map(Kind::name).collect(Collectors.joining("+"));
    scaling.tagResource(r -> r.resourceARN(target.scalableTargetARN()).tags(Map.of(TAG, words)));
  }

  private void forget(ScalableTarget target) {
    scaling.untagResource(r -> r.resourceARN(target.scalableTargetARN()).tagKeys(TAG));
  }

  /** Without capacities, which leaves those as they are. */
  private void register(Set<Kind> suspended) {
    var state =
        SuspendedState.builder()
            .dynamicScalingInSuspended(suspended.contains(Kind.IN))
            .dynamicScalingOutSuspended(suspended.contains(Kind.OUT))
            .scheduledScalingSuspended(suspended.contains(Kind.SCHEDULED))
            .build();
    try {
      scaling.registerScalableTarget(
          r ->
              r.serviceNamespace(ServiceNamespace.ECS)
                  .resourceId(resourceId())
                  .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                  .suspendedState(state));
    } catch (ConcurrentUpdateException e) {
      // A 400, though AWS means: try again.
      throw new TransientFailure(AwsErrors.words(e), e);
    }
  }

  private String resourceId() {
    return "service/" + environment.cluster() + "/" + environment.service();
  }
}
