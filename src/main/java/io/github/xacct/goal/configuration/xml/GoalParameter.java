package io.github.xacct.goal.configuration.xml;

import io.github.xacct.deploy.PastDeployments;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Layout;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the goals that are single values: their elements in the {@code
 * <configuration>}, their properties and permitted values. {@code DescriptorTest} compares them
 * with the parameters of the mojos.
 */
public enum GoalParameter {
  ENV("env", "xacct.env", ValueForm.text()),
  APP("app", "xacct.app", ValueForm.text(AwsName.APP::check)),
  PROFILE("profile", "xacct.profile", ValueForm.text()),
  SKIP("skip", "xacct.skip", ValueForm.flag()),
  REHEARSE("rehearse", "xacct.rehearse", ValueForm.flag()),
  REHEARSE_MINUTE("minute", "xacct.rehearse.minute", ValueForm.text(RehearsalOptions::duration)),
  REHEARSE_FAULT("fault", "xacct.rehearse.fault", ValueForm.text(RehearsalOptions::faults)),
  REHEARSE_PORT("port", "xacct.rehearse.port", ValueForm.number(0, 65535, "")),
  DRY_RUN("dryRun", "xacct.dryRun", ValueForm.flag()),
  FORCE("force", "xacct.force", ValueForm.flag()),
  IMAGE("deployedImage", "xacct.image", ValueForm.image(ImageOption::check)),
  LAYOUT("imageLayout", "xacct.layout", ValueForm.oneOf(Layout.texts())),
  PLACEHOLDERS("placeholders", "xacct.placeholders", ValueForm.flag()),
  PROMOTE_FROM("promoteFrom", "xacct.promoteFrom", ValueForm.environment()),
  REQUIRES("requires", "xacct.requires", ValueForm.environment()),
  WAIT_UNTIL(
      "waitUntil",
      "xacct.waitUntil",
      ValueForm.oneOf(List.of("created", "ready", "shifted", "terminated"))),
  ON_ACTIVE(
      "onActive",
      "xacct.onActive",
      ValueForm.oneOf(List.of("fail", "wait", "attach", "supersede", "stop"))),
  ON_INTERRUPT("onInterrupt", "xacct.onInterrupt", ValueForm.oneOf(List.of("detach", "stop"))),
  CONSOLE("console", "xacct.console", ValueForm.oneOf(List.of("plain", "live"))),
  CIRCUIT_BREAKER(
      "circuitBreaker", "xacct.circuitBreaker", ValueForm.text(FollowingOptions::deaths)),
  HEALTH_GRACE("healthGrace", "xacct.healthGrace", ValueForm.number(0, 86_400, "seconds")),
  OUTPUT("output", "xacct.output", ValueForm.oneOf(List.of("text", "json"))),
  LAST("last", "xacct.last", ValueForm.number(1, PastDeployments.MOST, "")),
  DEPLOYMENT("deployment", "xacct.deployment", ValueForm.text(RollbackTarget::deployment)),
  TO("to", "xacct.to", ValueForm.text(RollbackTarget::parse)),
  ROLLBACK("rollback", "xacct.rollback", ValueForm.flag()),
  DETAILED_EXITCODE("detailedExitcode", "xacct.detailedExitcode", ValueForm.flag()),
  PUSHED("pushed", "xacct.pushed", ValueForm.flag()),
  YES("yes", "xacct.yes", ValueForm.text()),
  DETAILS("details", "xacct.details", ValueForm.flag()),
  APPROVE("approve", "xacct.approve", ValueForm.text()),
  FROM("from", "xacct.from", ValueForm.text()),
  COPY_FROM("copyFrom", "xacct.copyFrom", ValueForm.text()),
  CODE_PIPELINE_ROLE("codePipelineRole", "xacct.codePipelineRole", ValueForm.flag()),
  ALLOW_SHARED_ACCOUNT("allowSharedAccount", "xacct.allowSharedAccount", ValueForm.flag()),
  OVERWRITE("overwrite", "xacct.overwrite", ValueForm.flag()),
  ACCOUNT("account", "xacct.account", ValueForm.text(AccountId::new)),
  REGION("region", "xacct.region", ValueForm.text(RegionReader::read)),
  ROLE("role", "xacct.role", ValueForm.text()),
  ENTER_AS("enterAs", "xacct.enterAs", ValueForm.text()),
  EXTERNAL_ID("externalId", "xacct.externalId", ValueForm.text()),
  CLUSTER("cluster", "xacct.cluster", ValueForm.text(AwsName.CLUSTER::check)),
  SERVICE("service", "xacct.service", ValueForm.text(AwsName.SERVICE::check)),
  APPLICATION("application", "xacct.application", ValueForm.text(AwsName.APPLICATION::check)),
  DEPLOYMENT_GROUP(
      "deploymentGroup", "xacct.deploymentGroup", ValueForm.text(AwsName.DEPLOYMENT_GROUP::check)),
  WAY("way", "xacct.way", ValueForm.oneOf(Way.texts())),
  PERFORM("perform", "xacct.perform", ValueForm.flag()),
  TAKE_BACK("takeBack", "xacct.takeBack", ValueForm.flag()),
  INFRASTRUCTURE_ROLE("infrastructureRole", "xacct.infrastructureRole", ValueForm.text()),
  HOOK_ROLE("hookRole", "xacct.hookRole", ValueForm.text()),
  CODE_DEPLOY_ROLE("codeDeployRole", "xacct.codeDeployRole", ValueForm.text()),
  /** Used by the goals that manage whole accounts; it has no element. */
  ADMIN_ROLE(
      null,
      "xacct.adminRole",
      ValueForm.text(text -> RoleArn.parse(text, "aws", new AccountId("111111111111"))));

  private final @Nullable String element;
  private final String property;
  private final ValueForm form;

  GoalParameter(@Nullable String element, String property, ValueForm form) {
    this.element = element;
    this.property = property;
    this.form = form;
  }

  /** Returns its element directly in the {@code <configuration>}; empty if it has none. */
  public Optional<String> element() {
    return Optional.ofNullable(element);
  }

  /** Returns its property, such as {@code xacct.dryRun}. */
  public String property() {
    return property;
  }

  public ValueForm form() {
    return form;
  }

  /**
   * Parses the value of a numeric parameter.
   *
   * @throws XacctException if this parameter does not permit the value
   */
  public int number(String text) {
    form.problem(text)
        .ifPresent(
            problem -> {
              throw XacctException.yours(property + ": " + problem + ".");
            });
    return Integer.parseInt(text.trim());
  }

  /** Returns the parameter with this property; empty if there is none. */
  public static Optional<GoalParameter> ofProperty(String name) {
    return Arrays.stream(values()).filter(p -> p.property.equals(name)).findFirst();
  }

  /** Returns the parameter with this element; empty if there is none. */
  public static Optional<GoalParameter> ofElement(String name) {
    return Arrays.stream(values()).filter(p -> name.equals(p.element)).findFirst();
  }

  /** Returns all properties in the order of importance. */
  static List<String> properties() {
    return Arrays.stream(values()).map(GoalParameter::property).toList();
  }
}
