package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.StackWorld;
import io.github.xacct.rehearsal.ecr.Registries;
import io.github.xacct.rehearsal.ecr.Repositories;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.servicedeployment.FirstDeployment;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Implements what stacks need of the rest of a rehearsal. */
final class RehearsedWorld implements StackWorld {
  private final RehearsalPlan plan;
  private final Compute compute;
  private final Registries registries;
  private static final Pattern ECR_IMAGE =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[a-z.]+/([^:@]+):([^:@]+)");

  private final Buckets buckets;

  RehearsedWorld(RehearsalPlan plan, Compute compute, Registries registries, Buckets buckets) {
    this.buckets = buckets;
    this.plan = plan;
    this.compute = compute;
    this.registries = registries;
  }

  @Override
  public String registerTaskDefinition(AccountRegion place, ObjectNode properties) {
    return compute.handlers().registerTaskDefinition(place, properties);
  }

  @Override
  public void deregisterTaskDefinition(AccountRegion place, String arn) {
    compute.handlers().deregisterTaskDefinition(place, arn);
  }

  @Override
  public boolean hasTaskDefinition(AccountRegion place, String name) {
    return compute.handlers().hasTaskDefinition(place, name);
  }

  @Override
  public Optional<String> serviceRefusal(AccountRegion place, ObjectNode properties) {
    return compute.handlers().serviceRefusal(place, properties);
  }

  @Override
  public void resourcesChanged() {
    compute.resourcesChanged();
  }

  @Override
  public void forgetService(AccountRegion place, String key) {
    compute.handlers().forgetService(place, key);
  }

  @Override
  public boolean awaitSteady(AccountRegion place, String key, Duration limit)
      throws InterruptedException {
    return compute.handlers().awaitSteady(place, key, limit);
  }

  @Override
  public boolean isDeployedByEcs(ObjectNode properties) {
    return FirstDeployment.isDue(properties);
  }

  @Override
  public Optional<String> ownRefusal(AccountRegion place, ObjectNode properties) {
    return compute.handlers().ownRefusal(place, properties);
  }

  @Override
  public Optional<String> firstDeployment(AccountRegion place, String key, Duration limit)
      throws InterruptedException {
    return compute.handlers().firstDeployment(place, key, limit);
  }

  @Override
  public Optional<String> networkRefusal(AccountRegion place, String key) {
    return compute
        .handlers()
        .networkRefusal(place, key)
        .or(() -> compute.handlers().image(place, key).flatMap(image -> missing(place, image)));
  }

  /**
   * Returns why an image of the account's own registry is missing; other images count as present.
   */
  private Optional<String> missing(AccountRegion place, String image) {
    Matcher ours = ECR_IMAGE.matcher(image);
    return ours.matches()
            && ours.group(1).equals(place.account().value())
            && ours.group(2).equals(place.region().id())
            && repositories(place)
                .find(ours.group(3))
                .filter(found -> !found.index().tags().containsKey(ours.group(4)))
                .isPresent()
        ? Optional.of("CannotPullContainerError: failed to resolve ref " + image + ": not found")
        : Optional.empty();
  }

  @Override
  public boolean hasImages(AccountRegion place, String repository) {
    return repositories(place)
        .find(repository)
        .filter(found -> !found.index().images().isEmpty())
        .isPresent();
  }

  @Override
  public void deleteRepository(AccountRegion place, String repository) {
    repositories(place).delete(repository);
  }

  @Override
  public String registryHost(AccountRegion place) {
    return registries.of(place.account(), place.region().id()).host();
  }

  @Override
  public boolean hasObjects(String bucket) {
    return !buckets.isEmpty(bucket);
  }

  @Override
  public String object(String bucket, String key) {
    return buckets.text(bucket, key);
  }

  @Override
  public ResourcePolicy bucketPolicy(String bucket) {
    return buckets.policyOf(bucket);
  }

  private Repositories repositories(AccountRegion place) {
    return registries.of(place.account(), place.region().id()).repositories();
  }

  @Override
  public Optional<String> failing() {
    return plan.faults().contains(RehearsalPlan.Fault.STACK_RESOURCE_FAILS)
        ? Optional.of("AWS::ECS::Service")
        : Optional.empty();
  }
}
