package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.FunctionSettings;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.pipeline.CiTexts;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Code;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Command;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Handler;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds the plan of the embedded AWS from the same configuration that deploys to the real one. */
public final class RehearsalPlans {
  private static final String DEFAULT_DEPLOYMENT_CONFIGURATION = "CodeDeployDefault.ECSAllAtOnce";

  private RehearsalPlans() {}

  public static RehearsalPlan of(
      Settings settings,
      List<Environment> environments,
      Function<Environment, RehearsedTask> tasks,
      RehearsalOptions options,
      Path stateFolder,
      int port) {
    var registry = settings.registry();
    return RehearsalPlan.in(stateFolder)
        .tools(registry.account(), registry.region())
        // Created beforehand if the POM does not permit to create it, as on AWS, and for faults,
        // which need a repository without the policy that this plugin would set.
        .repository(
            Optional.of(registry.repository())
                .filter(
                    name ->
                        !registry.createRepository()
                            || options.faults().contains(Fault.PULL_DENIED)
                            || !options.setUp().isEmpty()))
        .immutableTags(registry.immutableTags())
        .services(environments.stream().map(e -> service(e, settings, tasks.apply(e))).toList())
        .minute(options.minute())
        .faults(options.faults())
        .setUpFaults(options.setUp())
        .ecsSetUpFaults(options.ecsSetUp())
        .port(port)
        .builderRole(
            new RoleArn(registry.region().partition(), registry.account(), builder(settings)))
        .build();
  }

  /** Returns the name of the role of the build. */
  private static String builder(Settings settings) {
    return settings.pipeline().filter(p -> p.source().issuer().isPresent()).isPresent()
        ? CiTexts.buildRole(settings.app())
        : settings.app() + "-build";
  }

  private static Needs named(Needs needs, Settings settings, Environment environment) {
    return settings
        .release(environment)
        .url()
        .filter(url -> "https".equals(url.getScheme()))
        .map(url -> needs.withDomainName(url.getHost()))
        .orElse(needs);
  }

  private static RehearsedService service(
      Environment environment, Settings settings, RehearsedTask task) {
    var rehearsal = settings.rehearsal(environment);
    var topic = settings.release(environment).topic();
    var needs =
        settings
            .checks(environment)
            .testFunction()
            .map(task.needs()::withFunction)
            .orElse(task.needs());
    var builder =
        RehearsedServiceBuilder.named(
            environment.name(), environment.account(), environment.service());
    if (rehearsal.deployedByEcs()) {
      builder.deployedByEcs(PlannedServiceDeployments.of(environment, rehearsal));
    }
    return builder
        .region(environment.region())
        .role(environment.role(), environment.externalId())
        .taskRoles(task.executionRole(), task.taskRole())
        .service(environment.cluster(), environment.service())
        .deployedBy(environment.application(), environment.deploymentGroup())
        .deploymentConfiguration(
            environment.deploymentConfiguration().orElse(DEFAULT_DEPLOYMENT_CONFIGURATION))
        .readyWait(rehearsal.readyWait())
        .terminationWait(rehearsal.terminationWait())
        .testListener(rehearsal.testListener())
        .container(
            task.appSpec().containerName(),
            task.appSpec().containerPort(),
            environment.task().healthCheckPath())
        .desiredCount(rehearsal.desiredCount())
        .network(rehearsal.network())
        .autoScaling(rehearsal.autoScaling())
        .sessionTags(!environment.sessionTags().isEmpty())
        .family(task.definition().family())
        .logGroup(environment.task().logGroup())
        .functions(rehearsal.functions().stream().map(f -> function(f, task.code())).toList())
        .needs(named(topic.map(needs::withTopic).orElse(needs), settings, environment))
        .build();
  }

  private static RehearsedFunction function(FunctionSettings function, ProjectCode code) {
    return new RehearsedFunction(
        name(function.name()),
        function
            .handler()
            .<Code>map(handler -> new Handler(handler, code.classPath().get()))
            .orElseGet(() -> new Command(function.command().orElseThrow())),
        function.timeout(),
        function.environment(),
        code.folder());
  }

  /** Returns the name of a function, specified by name or ARN, without a qualifier. */
  static String name(String function) {
    return function.replaceFirst("^arn:.*:function:", "").replaceFirst(":.*", "");
  }
}
