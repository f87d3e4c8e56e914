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
 * What the configuration requests of the accounts.
 *
 * @param javaRelease Java release that the application is compiled for
 * @param codePipelineRole whether CodePipeline's own CodeDeployToECS action gets roles
 * @param parameters configured parameters of the development account's template
 * @param environments the environments in the order of the configuration
 * @param pipeline the pipeline, whose stack is the last, if one is requested
 * @param tags tags of the stacks, by the name of their environment or {@code tools}
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

  /** Creates a request for stacks without tags. */
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
   * What the configuration requests of the pipeline.
   *
   * @param template the template of the pipeline
   * @param values parameters of the template by name
   * @param urls names of the template's parameters that are URLs of environments, with the
   *     environment
   * @param builders names of the roles that enter an environment, by environment in the order of
   *     deployment
   * @param approved names of the environments before which CodePipeline waits for approval
   * @param codeBuild whether CodeBuild builds, rather than the jobs of another CI system
   */
  public record OfPipeline(
      Template template,
      Map<String, String> values,
      Map<String, String> urls,
      Map<String, List<String>> builders,
      Set<String> approved,
      boolean codeBuild) {

    /** Returns the names of its environments, in the order of deployment. */
    List<String> order() {
      return List.copyOf(builders.keySet());
    }
  }

  /**
   * What the configuration requests of one environment.
   *
   * @param checks the checks that run before production traffic shifts
   * @param parameters configured parameters of its templates
   * @param byEcs whether ECS itself deploys its service, rather than CodeDeploy
   */
  public record OfEnvironment(
      Environment environment,
      ReleaseChecks checks,
      Map<String, String> parameters,
      boolean byEcs) {

    /** Creates a request for an environment whose service CodeDeploy deploys. */
    public OfEnvironment(
        Environment environment, ReleaseChecks checks, Map<String, String> parameters) {
      this(environment, checks, parameters, false);
    }

    /** Whether the deployment waits for approval before production traffic shifts. */
    boolean waits() {
      return checks.any();
    }
  }

  /** Whether CodeBuild builds, rather than another CI system. */
  boolean usesCodeBuild() {
    return pipeline.map(OfPipeline::codeBuild).orElse(true);
  }

  /**
   * Returns the regions other than the pipeline's in which CodePipeline's own action reads
   * artifacts, in the order of the environments.
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

  /** Returns the tags of the stacks of an environment, or of {@code tools}. */
  Map<String, String> tags(String place) {
    return tags.getOrDefault(place, Map.of());
  }

  /** Returns the account and region of the development account's stacks. */
  public StackLocation tools() {
    return new StackLocation(StackLocation.TOOLS, registry.account(), registry.region());
  }
}
