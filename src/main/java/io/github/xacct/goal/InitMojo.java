package io.github.xacct.goal;

import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Reads an existing service, with its task definition, deployment group (or its own deployment
 * configuration, if ECS itself deploys it) and load balancer, and writes <code>
 * src/main/ecs/taskdef.json</code> (<code>taskdef-ENV.json</code> where the pom has other
 * environments) and the plugin's block for the pom, with which this plugin can deploy to it.
 * Changes nothing on AWS.
 */
@Mojo(name = "init", threadSafe = true)
public class InitMojo extends XacctMojo {

  /** Account of the service. Default: that of the environment in the pom. */
  @Parameter(property = "xacct.account")
  private String account;

  /** Region of the service. Default: that of the pom, else that of the AWS SDK. */
  @Parameter(property = "xacct.region")
  private String region;

  /**
   * Name or ARN of the role to assume there. Default: that of the pom, else none: the caller's own
   * credentials.
   */
  @Parameter(property = "xacct.role")
  private String role;

  /** External ID that the role's trust policy requires. Default: that of the pom. */
  @Parameter(property = "xacct.externalId")
  private String externalId;

  /** ECS cluster. Default: that of the pom, else app-environment. */
  @Parameter(property = "xacct.cluster")
  private String cluster;

  /** ECS service. Default: that of the pom, else app-environment. */
  @Parameter(property = "xacct.service")
  private String service;

  /** CodeDeploy application. Default: that of the pom, else found by the service. */
  @Parameter(property = "xacct.application")
  private String application;

  /** CodeDeploy deployment group. Default: that of the pom, else found by the service. */
  @Parameter(property = "xacct.deploymentGroup")
  private String deploymentGroup;

  /** Whether existing files may be replaced. */
  @Parameter(property = "xacct.overwrite", defaultValue = "false")
  private String overwrite;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().incomplete().online("init");
  }

  @Override
  void run(GoalContext goal) {
    var wanted = new InitSettings(goal.configuration(), commandLine());
    var settings = wanted.read(goal.facts(), goal::defaultRegion);
    var environment = settings.environment().orElseThrow();
    Path sources = goal.facts().basedir().resolve("src").resolve("main").resolve("ecs");
    var work =
        new InitWork(
            InitWork.file(sources, environment.name(), goal.configuration().environmentNames()),
            goal.outputFolder().resolve("pom-plugin.xml"),
            Element.isTrue(overwrite));
    work.refuseToOverwrite(sources.resolve("taskdef-" + environment.name() + ".json"));
    try (var stage = goal.stage(settings, List.of(environment))) {
      var run = RunName.of(goal.facts());
      var named = ExistingService.named(stage, environment, run, wanted);
      var found =
          named
              ? wanted.read(goal.facts(), goal::defaultRegion).environment().orElseThrow()
              : environment;
      try (var target = ExistingService.enter(stage, found, run, goal.reporter())) {
        var existing = ExistingService.look(target, found);
        var registry = InitWork.registry(existing, wanted, settings, stage);
        print(
            goal.log(),
            found,
            work.write(existing, registry, goal.build().version(), stage, goal.reporter()));
      }
    } catch (XacctException e) {
      throw InitSettings.advised(e);
    }
  }

  private static void print(Log log, Environment environment, InitWork.Written written) {
    // One text: Maven prefixes the first line only, so that the rest can be pasted.
    log.info("For the <build><plugins> of the pom:\n\n" + written.pom());
    log.info("Then see that nothing would change: mvn xacct:plan -Denv=" + environment.name());
  }

  private EnvironmentXml commandLine() {
    var xml = new EnvironmentXml();
    xml.account = account;
    xml.region = region;
    xml.role = role;
    xml.externalId = externalId;
    xml.cluster = cluster;
    xml.service = service;
    xml.application = application;
    xml.deploymentGroup = deploymentGroup;
    return xml;
  }
}
