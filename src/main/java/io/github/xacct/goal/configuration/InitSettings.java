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

/**
 * The service that init reads: values of the command line take precedence over those of the POM.
 */
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
   * @param commandLine values of the command line, without a name
   */
  public InitSettings(Configuration pom, EnvironmentXml commandLine) {
    String name =
        pom.env()
            .orElseThrow(
                () ->
                    XacctException.yours("init requires a name for the environment.")
                        .suggestion("-Denv=test, or another name"));
    refuseInvalidAccount(commandLine.account);
    this.pom = pom;
    this.environment =
        pom.environments().stream()
            .filter(xml -> xml.name != null && xml.name.trim().equals(name))
            .findFirst()
            .orElseGet(EnvironmentXml::new);
    environment.name = name;
    environment.account = over(commandLine.account, environment.account);
    environment.region = over(commandLine.region, environment.region);
    environment.role = over(commandLine.role, environment.role);
    environment.externalId = over(commandLine.externalId, environment.externalId);
    environment.cluster = over(commandLine.cluster, environment.cluster);
    environment.service = over(commandLine.service, environment.service);
    environment.application = over(commandLine.application, environment.application);
    environment.deploymentGroup = over(commandLine.deploymentGroup, environment.deploymentGroup);
    if (!Element.isWritten(environment.account)) {
      throw XacctException.yours("init does not know the account of the service.")
          .suggestion("-Dxacct.account=222222222222, and -Dxacct.role=NAME to enter it,")
          .suggestion("or write the environment into the pom first.");
    }
  }

  /** Reports an invalid account as a problem of the command line rather than of the POM. */
  private static void refuseInvalidAccount(String account) {
    try {
      if (Element.isWritten(account)) {
        new AccountId(account.trim());
      }
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("-Dxacct.account: " + e.getMessage());
    }
  }

  /** Adds the properties that correspond to the elements in a problem's suggestion. */
  public static XacctException advised(XacctException problem) {
    String advice = String.join(" ", problem.suggestion());
    String properties =
        ELEMENTS.stream()
            .filter(element -> advice.contains("<" + element + ">"))
            .map(element -> "-Dxacct." + element + "=...")
            .collect(Collectors.joining(" "));
    return properties.isEmpty() ? problem : problem.suggestion("for init: " + properties);
  }

  private static String over(String commandLine, String pom) {
    return Element.isWritten(commandLine) ? commandLine.trim() : pom;
  }

  /** Whether application and group are specified, so that they need not be searched. */
  public boolean namesTheGroup() {
    return Element.isWritten(environment.application)
        && Element.isWritten(environment.deploymentGroup);
  }

  /** Sets application and deployment group to those found. */
  public void group(String application, String deploymentGroup) {
    environment.application = application;
    environment.deploymentGroup = deploymentGroup;
  }

  /** Whether the POM specifies the registry. */
  public boolean namesTheRegistry() {
    return pom.registry().filter(xml -> Element.isWritten(xml.account)).isPresent();
  }

  /**
   * Returns the validated settings; without a registry the environment's account is used as one.
   */
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
