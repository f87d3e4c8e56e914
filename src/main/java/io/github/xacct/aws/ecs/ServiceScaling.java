package io.github.xacct.aws.ecs;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ConcurrentUpdateException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * Suspends and resumes the auto scaling of one ECS service. A tag of the scalable target records
 * what is suspended and for which run. It is written first and removed last, so that after a killed
 * run the next one knows what to resume, and no run resumes what another needs suspended.
 */
public final class ServiceScaling implements Scaling {
  static final String TAG = "xacct:suspended-for-deployment";

  /** The three kinds of scaling, which can be suspended separately. */
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
  public boolean suspend(Mark mark) {
    return AwsErrors.ask(
        "Cannot suspend the auto scaling of service " + environment.service() + ".",
        () -> target().filter(target -> suspend(target, mark)).isPresent());
  }

  private boolean suspend(ScalableTarget target, Mark mark) {
    var noted = noted(target); // by a run that was killed, or that is about to deploy
    var leftover = noted.kinds();
    var ours = EnumSet.complementOf(suspended(target));
    ours.addAll(leftover);
    if (ours.isEmpty()) {
      return false;
    }
    note(target, new Noted(ours, leftover.isEmpty() ? mark : noted.mark()));
    try {
      register(EnumSet.allOf(Kind.class));
    } catch (AwsServiceException e) {
      if (leftover.isEmpty() && !AwsErrors.mayPass(e)) {
        forget(target); // nothing was suspended, so there is nothing to resume
      }
      throw e;
    }
    return true;
  }

  @Override
  public void claim(Mark mark) {
    AwsErrors.ask(
        "Cannot record for which deployment the auto scaling of service "
            + environment.service()
            + " is suspended.",
        () -> target().filter(target -> claim(target, mark)).isPresent());
  }

  private boolean claim(ScalableTarget target, Mark mark) {
    var noted = noted(target);
    if (noted.kinds().isEmpty() || noted.mark().run().equals(mark.run())) {
      return false;
    }
    note(target, new Noted(noted.kinds(), mark));
    return true;
  }

  @Override
  public boolean resume(Predicate<Mark> may) {
    return AwsErrors.ask(
        "Cannot resume the auto scaling of service " + environment.service() + ".",
        () -> target().filter(target -> resume(target, may)).isPresent());
  }

  private boolean resume(ScalableTarget target, Predicate<Mark> may) {
    var noted = noted(target);
    var ours = noted.kinds();
    if (ours.isEmpty() || !may.test(noted.mark())) {
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
        .describeScalableTargetsPaginator(
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

  /** The value of the tag: {@code IN+OUT run 5ca1ab1e0ddb since 2026-11-23T14:00:00Z}. */
  private record Noted(Set<Kind> kinds, Mark mark) {
    private static final Pattern FORM = Pattern.compile("(\\S*)( run (\\S+) since (\\S+))?");

    static Noted parse(String tag) {
      var form = FORM.matcher(tag);
      boolean known = form.matches();
      var words = Arrays.asList((known ? form.group(1) : "").split("\\+"));
      var kinds = EnumSet.allOf(Kind.class);
      kinds.removeIf(kind -> !words.contains(kind.name()));
      return new Noted(
          kinds,
          known && form.group(2) != null
              ? new Mark(Optional.of(form.group(3)), time(form.group(4)))
              : new Mark(Optional.empty(), Optional.empty()));
    }

    private static Optional<Instant> time(String text) {
      try {
        return Optional.of(Instant.parse(text));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    String tag() {
      var since = mark.since().map(time -> time.truncatedTo(ChronoUnit.SECONDS));
      return kinds.stream().map(Kind::name).collect(Collectors.joining("+"))
          + mark.run()
              .map(run -> " run " + run + " since " + since.orElse(Instant.EPOCH))
              .orElse("");
    }
  }

  private Noted noted(ScalableTarget target) {
    return Noted.parse(
        scaling
            .listTagsForResource(r -> r.resourceARN(target.scalableTargetARN()))
            .tags()
            .getOrDefault(TAG, ""));
  }

  private void note(ScalableTarget target, Noted noted) {
    scaling.tagResource(
        r -> r.resourceARN(target.scalableTargetARN()).tags(Map.of(TAG, noted.tag())));
  }

  private void forget(ScalableTarget target) {
    scaling.untagResource(r -> r.resourceARN(target.scalableTargetARN()).tagKeys(TAG));
  }

  /** Registers without capacities, which leaves them unchanged. */
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
      // AWS answers 400, but a retry may succeed.
      throw new TransientFailure(AwsErrors.words(e), e);
    }
  }

  private String resourceId() {
    return "service/" + environment.cluster() + "/" + environment.service();
  }
}
