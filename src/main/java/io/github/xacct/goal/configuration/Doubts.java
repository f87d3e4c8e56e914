package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.RegionReader;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds probable mistakes in a configuration that may be valid: names of the account that resemble
 * predefined ones, and regions that this plugin does not know.
 */
public final class Doubts {
  private final List<String> doubts = new ArrayList<>();

  private Doubts() {}

  /** Returns all doubts, each with the path of its element. */
  public static List<String> of(Settings settings) {
    var found = new Doubts();
    found.region("registry", settings.registry().region());
    settings.all().forEach(environment -> found.environment(environment, settings));
    return List.copyOf(found.doubts);
  }

  private void environment(Environment environment, Settings settings) {
    String path = "environments/environment[" + environment.name() + "]";
    if (!environment.region().equals(settings.registry().region())) {
      region(path, environment.region());
    }
    add(
        path + "/deploymentConfiguration",
        environment.deploymentConfiguration().flatMap(DeploymentConfigurations::doubt));
    environment
        .appSpec()
        .capacityProviders()
        .forEach(
            provider ->
                add(
                    path + "/capacityProviders/capacityProvider[" + provider.name() + "]/name",
                    CapacityProviders.doubt(provider.name())));
  }

  private void region(String path, Region region) {
    add(path + "/region", RegionReader.doubt(region));
  }

  private void add(String path, Optional<String> doubt) {
    doubt.ifPresent(text -> doubts.add(path + ": " + text));
  }
}
