package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.configuration.PlexusConfigurationException;
import org.junit.jupiter.api.Test;

/** The plugin descriptor: goals, their phases and requirements. */
class DescriptorTest {
  private final PluginDescriptor plugin = read();

  @Test
  void goalsPhasesAndNeedsStayAsTheyAre() {
    assertThat(goals().map(DescriptorTest::line))
        .containsExactlyInAnyOrder(
            "image package -",
            "push-ecr deploy -",
            "appspec deploy -",
            "blue-green-deploy deploy -",
            "rehearsal - -",
            "wait - -",
            "continue - -",
            "stop - -",
            "rollback - -",
            "status - -",
            "history - -",
            "bootstrap - -",
            "templates - -",
            "pipeline - -",
            "drift - -",
            "destroy - -",
            "preflight - -",
            "plan - -",
            "init - -",
            "migrate - -",
            "smoke-test - -",
            "help - -");
    assertThat(plugin.getGoalPrefix()).isEqualTo("xacct");
  }

  @Test
  void everyGoalMayRunBesideOthers() {
    assertThat(goals()).allMatch(MojoDescriptor::isThreadSafe);
  }

  /** With -o Maven would skip a goal that requires the network, and succeed. */
  @Test
  void noGoalLeavesItToMavenWhetherThereIsANetwork() {
    assertThat(goals()).noneMatch(MojoDescriptor::isOnlineRequired);
  }

  @Test
  void everyParameterIsDocumentedAndItsPropertyIsOurs() {
    List<Parameter> parameters =
        goals()
            .filter(goal -> !goal.getGoal().equals("help"))
            .flatMap(
                goal ->
                    Objects.requireNonNullElse(goal.getParameters(), List.<Parameter>of()).stream())
            .filter(Parameter::isEditable)
            .toList();
    assertThat(parameters)
        .isNotEmpty()
        .allSatisfy(
            parameter ->
                assertThat(parameter.getDescription()).as(parameter.getName()).isNotBlank());
    assertThat(parameters)
        .filteredOn(parameter -> parameter.getExpression() != null)
        .filteredOn(parameter -> !parameter.getExpression().isEmpty())
        .allSatisfy(
            parameter ->
                assertThat(parameter.getExpression())
                    .as(parameter.getName())
                    .startsWith("${xacct."));
  }

  private static String line(MojoDescriptor goal) {
    return goal.getGoal()
        + " "
        + Objects.requireNonNullElse(goal.getPhase(), "-")
        + " "
        + Objects.requireNonNullElse(goal.getDependencyResolutionRequired(), "-");
  }

  private Stream<MojoDescriptor> goals() {
    return plugin.getMojos().stream();
  }

  private static PluginDescriptor read() {
    try (var in = DescriptorTest.class.getResourceAsStream("/META-INF/maven/plugin.xml");
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return new PluginDescriptorBuilder().build(reader);
    } catch (IOException | PlexusConfigurationException e) {
      throw new AssertionError(e);
    }
  }
}
