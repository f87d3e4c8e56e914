package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** What stacks touch beside the estate: task definitions, services that come up, images. */
interface StackWorld {
  /** Registers a task definition, given as CloudFormation spells it, and tells its ARN. */
  String registerTaskDefinition(Place place, ObjectNode properties);

  /** Retires a task definition. */
  void deregisterTaskDefinition(Place place, String arn);

  /** Whether a family, revision or ARN names an active task definition. */
  boolean hasTaskDefinition(Place place, String name);

  /** Something was put into the estate, or removed from it. */
  void estateChanged();

  /** Forgets what an ECS service of this name ran last, because a new one will stand there. */
  void forgetService(Place place, String key);

  /**
   * Waits until an ECS service runs as many tasks as it shall.
   *
   * @param key cluster and name, with a slash between them
   * @return whether it does; false when the time is up
   */
  boolean awaitSteady(Place place, String key, Duration limit) throws InterruptedException;

  /** Whether a repository holds images. */
  boolean hasImages(Place place, String repository);

  /** Takes an empty repository away. */
  void deleteRepository(Place place, String repository);

  /** Logical id or type of the resources whose creation shall fail, because a fault wants it. */
  Optional<String> failing();

  /** Of a whole rehearsal. */
  static StackWorld of(RehearsalPlan plan, Compute compute, Registries registries) {
    return new StackWorld() {
      @Override
      public String registerTaskDefinition(Place place, ObjectNode properties) {
        return compute.registerTaskDefinition(place, properties);
      }

      @Override
      public void deregisterTaskDefinition(Place place, String arn) {
        compute.deregisterTaskDefinition(place, arn);
      }

      @Override
      public boolean hasTaskDefinition(Place place, String name) {
        return compute.hasTaskDefinition(place, name);
      }

      @Override
      public void estateChanged() {
        compute.estateChanged();
      }

      @Override
      public void forgetService(Place place, String key) {
        compute.forgetService(place, key);
      }

      @Override
      public boolean awaitSteady(Place place, String key, Duration limit)
          throws InterruptedException {
        return compute.awaitSteady(place, key, limit);
      }

      @Override
      public boolean hasImages(Place place, String repository) {
        return repositories(place)
            .find(repository)
            .filter(found -> !found.index().images().isEmpty())
            .isPresent();
      }

      @Override
      public void deleteRepository(Place place, String repository) {
        repositories(place).delete(repository);
      }

      private Repositories repositories(Place place) {
        return registries.of(place.account(), place.region().id()).repositories();
      }

      @Override
      public Optional<String> failing() {
        return plan.faults().contains(RehearsalPlan.Fault.STACK_RESOURCE_FAILS)
            ? Optional.of("AWS::ECS::Service")
            : Optional.empty();
      }
    };
  }
}
