package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.RegistryXml;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which service init reads: what the command line says, over what the pom says, if anything. */
public final class InitSettings {
  private static final List<String> ELEMENTS =
      List.of(
          "account",
          "region",
          "role",
          "externalId",
          "cluster",
          "service",
          "application",
          "deploymentGroup");

  private final Configuration pom;
  private final EnvironmentXml environment;

  /**
   * @param said on the command line; it has no name
   */
  public InitSettings(Configuration pom, EnvironmentXml said) {
    String name =
        pom.env()
            .orElseThrow(
                () ->
                    XacctException.yours("init does not know what to call the environment.")
                        .suggestion("-Denv=test, or another name that you like"));
    refuseNoAccount(said.account);
    this.pom = pom;
    this.environment =
        pom.environments().stream()
            .filter(xml -> xml.name != null && xml.name.trim().equals(name))
            .findFirst()
            .orElseGet(EnvironmentXml::new);
    environment.name = name;
    environment.account = over(said.account, environment.account);
    environment.region = over(said.region, environment.region);
    environment.role = over(said.role, environment.role);
    environment.externalId = over(said.externalId, environment.externalId);
    environment.cluster = over(said.cluster, environment.cluster);
    environment.service = over(said.service, environment.service);
    environment.application = over(said.application, environment.application);
    environment.deploymentGroup = over(said.deploymentGroup, environment.deploymentGroup);
    if (!Element.isWritten(environment.account)) {
      throw XacctException.yours("init does not know the account of the service.")
          .suggestion("-Dxacct.account=222222222222, and -Dxacct.role=NAME to enter it,")
          .suggestion("or write the environment into the pom first.");
    }
  }

  /** Else it would be reported as a mistake of the pom, which need not have any. */
  private static void refuseNoAccount(String said) {
    try {
      if (Element.isWritten(said)) {
        new AccountId(said.trim());
      }
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("-Dxacct.account: " + e.getMessage());
    }
  }

  /** The same problem with the properties that stand for the elements of its advice. */
  public static XacctException advised(XacctException problem) {
    String advice = String.join(" ", problem.suggestion());
    String properties =
        ELEMENTS.stream()
            .filter(element -> advice.contains("<" + element + ">"))
            .map(element -> "-Dxacct." + element + "=...")
            .collect(Collectors.joining(" "));
    return properties.isEmpty() ? problem : problem.suggestion("init takes it as: " + properties);
  }

  private static String over(String said, String written) {
    return Element.isWritten(said) ? said.trim() : written;
  }

  /** Whether application and group need not be looked for. */
  public boolean namesTheGroup() {
    return Element.isWritten(environment.application)
        && Element.isWritten(environment.deploymentGroup);
  }

  /** Takes over a deployment group with its application. */
  public void group(String application, String deploymentGroup) {
    environment.application = application;
    environment.deploymentGroup = deploymentGroup;
  }

  /** Whether the pom says where images go. */
  public boolean namesTheRegistry() {
    return pom.registry().filter(xml -> Element.isWritten(xml.account)).isPresent();
  }

  /** Checked, and with all defaults; without a registry the account's own stands in for it. */
  public Settings read(ProjectFacts project, Supplier<Optional<Region>> fallbackRegion) {
    var registry = pom.registry().orElseGet(RegistryXml::new);
    if (!namesTheRegistry()) {
      registry.account = environment.account;
      registry.region = over(registry.region, environment.region);
    }
    return new SettingsReader(project, fallbackRegion)
        .read(
            new Configuration(
                pom.app(),
                Optional.of(registry),
                pom.image(),
                List.of(environment),
                Optional.empty(), // its environments are not among these
                pom.env(),
                Map.of(),
                Map.of(),
                pom.problems()),
            NeededEnvironments.ONE);
  }
}
