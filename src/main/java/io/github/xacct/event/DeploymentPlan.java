package io.github.xacct.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment would change, through which API each change would be made, and how the
 * deployment would proceed.
 *
 * @param service {@code cluster/service}
 * @param group {@code application/deployment group}; absent if ECS itself deploys
 * @param running ARN of the task definition that has the production traffic
 * @param imageFrom image that is running
 * @param imageTo image that would be deployed; absent if the image does not change
 * @param changes sorted by API
 * @param because why a deployment would be created even without changes; absent if it would not
 * @param course how the deployment would proceed; absent if service or group could not be read
 * @param inFlight a deployment in flight, which prevents another one
 * @param problems reasons why a deployment would be refused
 * @param warnings of which the user should be aware
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
   * @param name with the digest if it is known
   * @param commit that the image was built from
   * @param committedAt when that commit was made
   * @param pushedAt absent if the registry does not have the image, or denies access
   * @param deployedAt when the image was deployed to this environment
   * @param tags of the image in the registry
   */
  public record Image(
      String name,
      Optional<String> commit,
      Optional<Instant> committedAt,
      Optional<Instant> pushedAt,
      Optional<Instant> deployedAt,
      List<String> tags) {}

  /**
   * How the deployment would proceed.
   *
   * @param configuration name of the deployment configuration
   * @param steps of the traffic shift, in words
   * @param endpoint that replaces AWS; then nothing is estimated
   * @param expected until all production traffic has moved; absent if not estimated
   * @param startUp estimated start of the tasks, part of {@code expected}; absent if not estimated
   * @param readyWait timeout for the approval, part of {@code expected}
   * @param shift time from the first to the last step, part of {@code expected}
   * @param terminationWait time after the shift until the blue task set is terminated
   * @param hooks Lambda functions by lifecycle event, in order
   * @param gates what else can delay or stop the deployment, in words
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

  /** A Lambda function that the engine would invoke at a lifecycle event. */
  public record Hook(String event, String function) {}

  /**
   * Whether a deployment would be created, or there is a difference that no deployment can change.
   */
  public boolean differs() {
    return !changes.isEmpty() || because.isPresent();
  }

  /** The result of the plan. */
  public PlanVerdict verdict() {
    if (!problems.isEmpty()) {
      return PlanVerdict.REFUSED;
    }
    return differs() ? PlanVerdict.CHANGES : PlanVerdict.NOTHING_TO_DO;
  }
}
