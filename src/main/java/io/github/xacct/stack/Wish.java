package io.github.xacct.stack;

import io.github.xacct.model.Environment;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says about the accounts.
 *
 * @param javaRelease that the app is compiled for
 * @param codePipelineRole whether CodePipeline's own CodeDeployToECS action gets roles
 * @param parameters of the development account's template, as the user wrote them
 * @param environments in the order written
 * @param pipeline the last stack of all, if one is wished
 */
public record Wish(
    String app,
    RegistrySettings registry,
    int javaRelease,
    boolean codePipelineRole,
    Map<String, String> parameters,
    List<OfEnvironment> environments,
    Optional<OfPipeline> pipeline) {

  /**
   * What it says about the pipeline.
   *
   * @param template for its environments
   * @param values parameters of the template
   * @param urls parameters of the template that are where an environment answers, with its name
   */
  public record OfPipeline(
      Template template, Map<String, String> values, Map<String, String> urls) {}

  /**
   * What it says about one environment.
   *
   * @param checks that are made before production traffic moves
   * @param parameters of its templates, as the user wrote them
   */
  public record OfEnvironment(
      Environment environment, ReleaseChecks checks, Map<String, String> parameters) {

    /** Whether somebody is asked before production traffic moves. */
    boolean waits() {
      return checks.any();
    }
  }

  /** The development account. */
  public Place tools() {
    return new Place(Place.TOOLS, registry.account(), registry.region());
  }
}
