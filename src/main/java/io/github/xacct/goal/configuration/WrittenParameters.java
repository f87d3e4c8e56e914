package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.ConfigurationReader;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.stack.plan.StackLocation;
import java.util.List;
import java.util.Optional;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals that describe the app and its environments, as written.
 *
 * @param app name of the app
 * @param env name of the chosen environment
 * @param layout layout of the image, which overrides that of the POM
 * @param elements parameters with elements of their own
 */
public record WrittenParameters(
    @Nullable String app,
    @Nullable String env,
    @Nullable String layout,
    List<PlexusConfiguration> elements) {

  /**
   * Reads the configuration, whose values are not validated yet; it contains its problems.
   *
   * @param toolsToo whether {@code -Denv=tools} selects the development account
   */
  public Configuration read(PomConfiguration pom, boolean toolsToo) {
    var problems = new ConfigurationProblems();
    var whole = pom.with(elements.toArray(PlexusConfiguration[]::new));
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
        chosen().filter(name -> !toolsToo || !isTools()),
        Element.mapOf(xml.stackParameters),
        Element.mapOf(xml.stackTags),
        problems);
  }

  /** Whether the chosen name is that of the development account. */
  public boolean isTools() {
    return chosen().filter(StackLocation.TOOLS::equals).isPresent();
  }

  private Optional<String> chosen() {
    return Optional.ofNullable(env).filter(Element::isWritten).map(String::trim);
  }

  /**
   * Returns the image with the layout of the command line; an invalid one is reported elsewhere.
   */
  private Optional<ImageXml> image(@Nullable ImageXml written) {
    if (layout == null
        || !Element.isWritten(layout)
        || GoalParameter.LAYOUT.form().problem(layout).isPresent()) {
      return Optional.ofNullable(written);
    }
    var image = written == null ? new ImageXml() : written;
    image.layout = layout;
    return Optional.of(image);
  }
}
