package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.RehearsalPlan;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import io.github.xacct.revision.TaskDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the embedded AWS is made of, by the same configuration that deploys to the real one. */
final class RehearsalPlans {
  private static final String DEFAULT_DEPLOYMENT_CONFIGURATION = "CodeDeployDefault.ECSAllAtOnce";

  private RehearsalPlans() {}

  static RehearsalPlan of(
      Settings settings,
      List<Environment> environments,
      RehearsalOptions options,
      Path stateFolder,
      int port) {
    var registry = settings.registry();
    return new RehearsalPlan(
        registry.account(),
        registry.region(),
        // One that the pom does not let us create must be there, as on AWS; and one that we would
        // create would get the policy that the fault is about.
        registry.createRepository() && !options.faults().contains(Fault.PULL_DENIED)
            ? Optional.empty()
            : Optional.of(registry.repository()),
        registry.immutableTags(),
        environments.stream().map(e -> service(e, settings.rehearsal(e))).toList(),
        stateFolder,
        options.minute(),
        options.faults(),
        port,
        Optional.of(
            new RoleArn(
                registry.region().partition(), registry.account(), settings.app() + "-build")));
  }

  /** The environment with the names of its template file, by which the deploy role is limited. */
  static Environment named(Environment environment, TaskDefinition definition) {
    String partition = environment.region().partition();
    return environment.withTask(
        environment
            .task()
            .called(
                definition.family(),
                definition
                    .executionRole()
                    .map(role -> RoleArn.parse(role, partition, environment.account())),
                definition
                    .taskRole()
                    .map(role -> RoleArn.parse(role, partition, environment.account()))));
  }

  private static RehearsedService service(Environment environment, RehearsalSettings rehearsal) {
    var task = environment.task();
    return new RehearsedService(
        environment.name(),
        environment.account(),
        environment.region(),
        environment.role(),
        environment.externalId(),
        task.executionRole(),
        task.taskRole(),
        environment.cluster(),
        environment.service(),
        environment.application(),
        environment.deploymentGroup(),
        environment.deploymentConfiguration().orElse(DEFAULT_DEPLOYMENT_CONFIGURATION),
        rehearsal.readyWait(),
        rehearsal.terminationWait(),
        rehearsal.testListener(),
        task.containerName(),
        task.containerPort(),
        task.healthCheckPath(),
        rehearsal.desiredCount(),
        rehearsal.autoScaling(),
        task.family(),
        task.logGroup());
  }
}
