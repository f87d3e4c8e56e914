package io.github.xacct.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment would change, by which API each change would travel, and how it would go.
 *
 * @param service {@code cluster/service}
 * @param group {@code application/deployment group}; absent where ECS itself deploys
 * @param running ARN of the task definition that has the production traffic
 * @param imageFrom that it runs
 * @param imageTo that would be deployed; absent if the image stays what it is
 * @param changes sorted by the API
 * @param because why a deployment would be created even without a change; empty if it would not
 * @param course how the deployment would go; absent if service or group could not be read
 * @param inFlight a deployment that stands in the way
 * @param problems for which a deployment would be refused
 * @param warnings that the user should know of
 */
public record DeploymentPlan(
    String environment,
    String account,
    String region,
    String service,
    Optional<String> group,
    boolean rehearsed,
    Optional<String> running,
    Optional<Image> imageFrom,
    Optional<Image> imageTo,
    List<PlannedChange> changes,
    Optional<String> because,
    Optional<Course> course,
    Optional<String> inFlight,
    List<String> problems,
    List<String> warnings) {

  /**
   * One image and where it comes from.
   *
   * @param name by digest where one is known
   * @param commit that it was made of
   * @param committedAt when that commit was created
   * @param pushedAt absent if the registry does not have it, or may not be asked
   * @param deployedAt when it was deployed here
   * @param tags in the registry
   */
  public record Image(
      String name,
      Optional<String> commit,
      Optional<Instant> committedAt,
      Optional<Instant> pushedAt,
      Optional<Instant> deployedAt,
      List<String> tags) {}

  /**
   * How the deployment would go.
   *
   * @param configuration name of the deployment configuration
   * @param steps in which traffic moves, in words
   * @param endpoint that is called instead of AWS, where nothing can be estimated
   * @param expected until all production traffic has moved; absent if not estimated
   * @param startUp a guess of ours, part of {@code expected}; absent likewise
   * @param readyWait until somebody must let it go on, part of {@code expected}
   * @param shift from the first to the last step, part of {@code expected}
   * @param terminationWait until blue ends, after all that
   * @param hooks Lambda functions by event, in their order
   * @param gates what else may hold or stop it, in words
   */
  public record Course(
      String configuration,
      String steps,
      Optional<String> endpoint,
      Optional<Duration> expected,
      Optional<Duration> startUp,
      Duration readyWait,
      Duration shift,
      Duration terminationWait,
      List<Hook> hooks,
      List<String> gates) {}

  /** A Lambda function that the engine would call. */
  public record Hook(String event, String function) {}

  /** Whether a deployment would be created, or something differs that none could change. */
  public boolean differs() {
    return !changes.isEmpty() || because.isPresent();
  }

  /** What the plan comes to. */
  public PlanVerdict verdict() {
    if (!problems.isEmpty()) {
      return PlanVerdict.REFUSED;
    }
    return differs() ? PlanVerdict.CHANGES : PlanVerdict.NOTHING_TO_DO;
  }
}
