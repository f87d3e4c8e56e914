package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Bootstrapped;
import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.PomConfiguration;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.SettingsReader;
import io.github.xacct.goal.configuration.StackParameterNames;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.ConfigurationReader;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.configuration.xml.ValueForm;
import io.github.xacct.goal.project.MavenFacts;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.StackLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** The parameters of all goals that work on an app: one {@code <configuration>} serves them all. */
abstract class ConfiguredMojo extends AbstractMojo {

  /**
   * Name of the app, from which every other name is derived. Default: the artifactId in lowercase.
   */
  @Parameter(property = "xacct.app")
  private String app;

  /**
   * The development account's ECR, where images are pushed; its <code>account</code> is required.
   * Its elements: mvn xacct:help -Delement=registry, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration registry;

  /**
   * How the app's image is built; every element has a default. Its elements: mvn xacct:help
   * -Delement=image, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration image;

  /**
   * Where the app is deployed: an <code>environment</code> with a <code>name</code> and an <code>
   * account</code> for each place. Its elements: mvn xacct:help -Delement=environment, or
   * docs/configuration.md.
   */
  @Parameter private PlexusConfiguration environments;

  /**
   * The pipeline from a commit to the last environment. Its elements: mvn xacct:help
   * -Delement=pipeline, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration pipeline;

  /**
   * Parameters of the template that bootstrap deploys to the development account, by name: <code>
   * &lt;ApprovalEmail&gt;lead@example.com&lt;/ApprovalEmail&gt;</code>. Default: the template's
   * own.
   */
  @Parameter private PlexusConfiguration stackParameters;

  /**
   * Tags of every stack that {@code bootstrap} deploys, which CloudFormation hands on to its
   * resources.
   */
  @Parameter private PlexusConfiguration stackTags;

  /** Name of the environment, -Denv=test or -Dxacct.env=test. */
  @Parameter(property = "xacct.env", defaultValue = "${env}")
  private String env;

  /**
   * Build output that becomes the image; overrides <code>&lt;image&gt;&lt;layout&gt;</code>:
   * classes, jar, spring-boot or war.
   */
  @Parameter(property = "xacct.layout")
  private String imageLayout;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  MojoExecution execution;

  private @Nullable Configuration written;

  /**
   * The configuration, checked.
   *
   * @param needed whether {@code -Denv} has to choose an environment
   * @param environmentsFile what bootstrap has found out, used where the pom is silent
   * @param fallbackRegion what the SDK finds, asked only if the pom names no region
   * @throws io.github.xacct.model.XacctException with every problem of the configuration
   */
  final Settings settings(
      NeededEnvironments needed, Path environmentsFile, Supplier<Optional<Region>> fallbackRegion) {
    Configuration written = configuration();
    new Bootstrapped(getLog()::warn).complete(written.environments(), environmentsFile);
    return new SettingsReader(facts(), fallbackRegion).read(written, needed);
  }

  /** The environment variables of this process. */
  public Map<String, String> variables() {
    return System.getenv();
  }

  /** The project as the settings and the image see it. */
  final ProjectFacts facts() {
    return MavenFacts.of(project, session, variables());
  }

  /** As written, read once: what bootstrap has found out is filled into it. */
  final Configuration configuration() {
    if (written == null) {
      written = readConfiguration();
    }
    return written;
  }

  private Configuration readConfiguration() {
    var problems = new ConfigurationProblems();
    var pom = new PomConfiguration(project, session, execution);
    var whole = pom.with(registry, image, environments, pipeline, stackParameters, stackTags);
    pom.checkProperties(whole, problems);
    pom.checkText(problems);
    var xml =
        new ConfigurationReader(pom.expressions(), pom.isOfGoal("init"))
            .read(whole, Element.root(problems));
    StackParameterNames.check(xml, Element.root(problems));
    return new Configuration(
        Optional.ofNullable(app),
        Optional.ofNullable(xml.registry),
        image(xml.image),
        Element.listOf(xml.environments),
        Optional.ofNullable(xml.pipeline),
        chosen().filter(name -> !isTools()),
        Element.mapOf(xml.stackParameters),
        Element.mapOf(xml.stackTags),
        problems);
  }

  /** As written, with the layout of the command line over it; a wrong one is reported as such. */
  private Optional<ImageXml> image(ImageXml written) {
    if (!Element.isWritten(imageLayout)
        || GoalParameter.LAYOUT.form().problem(imageLayout).isPresent()) {
      return Optional.ofNullable(written);
    }
    var image = written == null ? new ImageXml() : written;
    image.layout = imageLayout;
    return Optional.of(image);
  }

  /** Whether {@code -Denv=tools} may choose the development account. */
  boolean mayChooseTools() {
    return false;
  }

  /** Whether the development account is selected, by {@code -Denv=tools}. */
  final boolean isTools() {
    return mayChooseTools() && chosen().filter(StackLocation.TOOLS::equals).isPresent();
  }

  /** Reads a switch; nothing but true and false is taken for either. */
  static boolean isTrue(String text) {
    try {
      return Element.isWritten(text) && ValueForm.isTrue(text.trim());
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("A switch is neither on nor off: " + e.getMessage() + ".");
    }
  }

  private Optional<String> chosen() {
    return Optional.ofNullable(env).filter(Element::isWritten).map(String::trim);
  }
}
