package io.github.xacct.stack.plan;

import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration says about the accounts.
 *
 * @param javaRelease that the app is compiled for
 * @param codePipelineRole whether CodePipeline's own CodeDeployToECS action gets roles
 * @param parameters of the development account's template, as the user wrote them
 * @param environments in the order written
 * @param pipeline the last stack of all, if one is requested
 * @param tags of the stacks of each place, by its name
 */
public record BootstrapRequest(
    String app,
    RegistrySettings registry,
    int javaRelease,
    boolean codePipelineRole,
    Map<String, String> parameters,
    List<OfEnvironment> environments,
    Optional<OfPipeline> pipeline,
    Map<String, Map<String, String>> tags) {

  /** A request for stacks without tags. */
  public BootstrapRequest(
      String app,
      RegistrySettings registry,
      int javaRelease,
      boolean codePipelineRole,
      Map<String, String> parameters,
      List<OfEnvironment> environments,
      Optional<OfPipeline> pipeline) {
    this(
        app, registry, javaRelease, codePipelineRole, parameters, environments, pipeline, Map.of());
  }

  /**
   * What it says about the pipeline.
   *
   * @param template for its environments
   * @param values parameters of the template
   * @param urls parameters of the template that are where an environment answers, with its name
   * @param builders names of the roles that enter an environment, by its name, in the order of
   *     deployment
   * @param approved names of the environments before which somebody is asked in CodePipeline
   * @param codeBuild whether CodeBuild builds, and not the jobs of another CI system
   */
  public record OfPipeline(
      Template template,
      Map<String, String> values,
      Map<String, String> urls,
      Map<String, List<String>> builders,
      Set<String> approved,
      boolean codeBuild) {

    /** Names of its environments, in the order of deployment. */
    List<String> order() {
      return List.copyOf(builders.keySet());
    }
  }

  /**
   * What it says about one environment.
   *
   * @param checks that are made before production traffic moves
   * @param parameters of its templates, as the user wrote them
   * @param byEcs whether ECS itself deploys its service, and not CodeDeploy
   */
  public record OfEnvironment(
      Environment environment,
      ReleaseChecks checks,
      Map<String, String> parameters,
      boolean byEcs) {

    /** One whose service CodeDeploy deploys. */
    public OfEnvironment(
        Environment environment, ReleaseChecks checks, Map<String, String> parameters) {
      this(environment, checks, parameters, false);
    }

    /** Whether somebody is asked before production traffic moves. */
    boolean waits() {
      return checks.any();
    }
  }

  /** Whether CodeBuild builds, and not the CI system of a pipeline that is none of AWS's. */
  boolean usesCodeBuild() {
    return pipeline.map(OfPipeline::codeBuild).orElse(true);
  }

  /**
   * Regions other than the pipeline's in which CodePipeline's own action reads artifacts, in the
   * order of the environments.
   */
  List<Region> furtherRegions() {
    return codePipelineRole
        ? environments.stream()
            .map(requested -> requested.environment().region())
            .filter(region -> !region.equals(registry.region()))
            .distinct()
            .toList()
        : List.of();
  }

  /** Tags of the stacks of a place. */
  Map<String, String> tags(String place) {
    return tags.getOrDefault(place, Map.of());
  }

  /** The account and region of the stacks of the development account. */
  public StackLocation tools() {
    return new StackLocation(StackLocation.TOOLS, registry.account(), registry.region());
  }
}
