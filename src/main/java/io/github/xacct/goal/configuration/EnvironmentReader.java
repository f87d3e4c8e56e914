package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.RegionReader;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one {@code <environment>}. */
final class EnvironmentReader {
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private final String app;
  private final String healthPath;
  private final RegistrySettingsReader.Result registry;
  private final Element element;

  /**
   * @param healthPath default path of the load balancer's health check
   */
  EnvironmentReader(
      String app, String healthPath, RegistrySettingsReader.Result registry, Element element) {
    this.app = app;
    this.healthPath = healthPath;
    this.registry = registry;
    this.element = element;
  }

  /** Returns the environment; empty if it has a problem, which is reported. */
  Optional<Environment> read(EnvironmentXml xml) {
    String derived = app + "-" + (hasName(xml) ? xml.name.trim() : "env");
    var expected = target(xml);
    Optional<AccountId> account = expected.account();
    Optional<Region> region = expected.region();
    Optional<RoleArn> role = role(xml, expected, derived);
    Optional<String> externalId = externalId(xml.externalId);
    var sessionTags = TagLimits.read(xml.sessionTags, element.child("sessionTags"));
    if (role.isEmpty() && account.isPresent()) {
      refuseWithoutRole(xml);
    }
    var cluster = name("cluster", xml.cluster, derived, AwsName.CLUSTER);
    var service = name("service", xml.service, derived, AwsName.SERVICE);
    var application = name("application", xml.application, derived, AwsName.APPLICATION);
    var group = name("deploymentGroup", xml.deploymentGroup, derived, AwsName.DEPLOYMENT_GROUP);
    Optional<String> configuration =
        element
            .child("deploymentConfiguration")
            .optional(xml.deploymentConfiguration, DeploymentConfigurations::check);
    Optional<TaskSettings> task =
        new TaskReader(app, derived, healthPath, expected, element.child("task")).read(xml.task);
    AppSpecSettings appSpec = new AppSpecReader(expected, element).read(xml);
    boolean suspendAutoScaling =
        element.child("suspendAutoScaling").flag(xml.suspendAutoScaling, false);
    if (!element.isSound() || account.isEmpty() || region.isEmpty() || !hasName(xml)) {
      return Optional.empty();
    }
    return Optional.of(
        new Environment(
            xml.name.trim(),
            account.get(),
            region.get(),
            role,
            externalId,
            sessionTags,
            cluster.orElseThrow(),
            service.orElseThrow(),
            application.orElseThrow(),
            group.orElseThrow(),
            configuration,
            task.orElseThrow(),
            appSpec,
            suspendAutoScaling,
            Element.mapOf(xml.variables)));
  }

  /** Returns account and region of the environment, as far as they are valid. */
  ExpectedAccount target(EnvironmentXml xml) {
    Optional<AccountId> account =
        element
            .child("account")
            .required(
                xml.account,
                "the 12 digits of the target account, such as <account>222222222222</account>",
                AccountId::new);
    return new ExpectedAccount(account, region(xml.region));
  }

  /**
   * Whether the name is valid; otherwise {@link EnvironmentNames} reports it, and derived names are
   * not checked.
   */
  private boolean hasName(EnvironmentXml xml) {
    return Element.isWritten(xml.name) && element.child("name").isSound();
  }

  private Optional<String> name(String child, String written, String byDefault, AwsName form) {
    return element.child(child).orDefault(written, byDefault, form::check);
  }

  /**
   * Returns the environment's region, else the registry's; {@link RegistrySettingsReader} reports
   * if there is none.
   */
  private Optional<Region> region(String written) {
    return Element.isWritten(written)
        ? element
            .child("region")
            .optional(written, text -> RegionReader.read(text, registry.region()))
        : registry.region();
  }

  private Optional<RoleArn> role(EnvironmentXml xml, ExpectedAccount expected, String derived) {
    boolean ownAccount = expected.account().equals(registry.account());
    if (expected.account().isEmpty() || (ownAccount && !Element.isWritten(xml.role))) {
      return Optional.empty();
    }
    return element.child("role").orDefault(xml.role, derived + "-deploy", expected::role);
  }

  private Optional<String> externalId(String written) {
    return element
        .child("externalId")
        .optional(
            written,
            id -> {
              if (!EXTERNAL_ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                    "'"
                        + id
                        + "' is not an external id: write 2 to 1224 letters, digits and +=,.@:/-_");
              }
              return id;
            });
  }

  private void refuseWithoutRole(EnvironmentXml xml) {
    if (Element.isWritten(xml.role)) {
      return;
    }
    String reason =
        "there is no role to assume, for this is the registry's account: write a <role> as well,"
            + " or leave this out";
    if (Element.isWritten(xml.externalId)) {
      element.child("externalId").problem(reason);
    }
    if (!Element.mapOf(xml.sessionTags).isEmpty()) {
      element.child("sessionTags").problem(reason);
    }
  }
}
