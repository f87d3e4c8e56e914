package io.github.xacct.stack;

import io.github.xacct.model.Environment;
import io.github.xacct.model.RegistrySettings;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says about the accounts.
 *
 * @param javaRelease that the app is compiled for
 * @param codePipelineRole whether CodePipeline's own CodeDeployToECS action gets roles
 * @param parameters of the development account's template, as the user wrote them
 * @param environments in the order written
 */
public record Wish(
    String app,
    RegistrySettings registry,
    int javaRelease,
    boolean codePipelineRole,
    Map<String, String> parameters,
    List<OfEnvironment> environments) {

  /**
   * What it says about one environment.
   *
   * @param waits whether somebody is asked before production traffic moves
   * @param parameters of its templates, as the user wrote them
   */
  public record OfEnvironment(
      Environment environment, boolean waits, Map<String, String> parameters) {}

  /** The development account. */
  public Place tools() {
    return new Place(Place.TOOLS, registry.account(), registry.region());
  }
}
