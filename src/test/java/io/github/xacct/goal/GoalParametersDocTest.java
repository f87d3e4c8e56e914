package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.configuration.xml.Dictionary;
import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.configuration.xml.ValueKind;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the dictionary of elements with the goals' parameters and with the readers. */
class GoalParametersDocTest {
  private static final Set<ValueKind> CHECKED =
      Set.of(ValueKind.FLAG, ValueKind.CHOICE, ValueKind.NUMBER, ValueKind.ENVIRONMENT);

  private static final String LEAST =
      Written.LEAST.replace("</registry>", "<region>eu-central-1</region></registry>");

  @TempDir Path folder;

  /** An element that is missing in the dictionary would be refused as unknown. */
  @Test
  void theDictionaryHasEveryParameterByItsElementAndProperty() {
    var ofGoals = new TreeMap<String, String>();
    goals()
        .filter(goal -> !goal.getGoal().equals("help"))
        .flatMap(goal -> goal.getParameters().stream().map(p -> entry(goal, p)))
        .filter(Objects::nonNull)
        .forEach(entry -> ofGoals.put(entry.getKey(), entry.getValue()));
    var ofDictionary = new TreeMap<String, String>();
    for (var element : Dictionary.CONFIGURATION.children()) {
      ofDictionary.put(
          element.name(),
          GoalParameter.ofElement(element.name()).map(GoalParameter::property).orElse(""));
    }
    assertThat(ofDictionary)
        .as("each parameter of a goal is a constant of GoalParameter with the values it takes")
        .isEqualTo(ofGoals);
  }

  private static Map.Entry<String, String> entry(MojoDescriptor goal, Parameter parameter) {
    var written = goal.getMojoConfiguration().getChild(parameter.getName(), false);
    String property = written == null ? "" : Objects.requireNonNullElse(written.getValue(), "");
    return parameter.isEditable()
        ? Map.entry(parameter.getName(), property.replaceAll("[${}]", ""))
        : null;
  }

  /** Otherwise Maven would read a misspelt value as false, or fail with a message of its own. */
  @Test
  void mavenConvertsNoParameter() {
    assertThat(
            goals()
                .filter(goal -> !goal.getGoal().equals("help"))
                .flatMap(goal -> goal.getParameters().stream())
                .filter(Parameter::isEditable)
                .map(Parameter::getType))
        .containsOnly("java.lang.String", "org.codehaus.plexus.configuration.PlexusConfiguration");
  }

  /**
   * An element with restricted values.
   *
   * @param pom configuration with an invalid value for it
   */
  record Place(String path, String pom) {
    @Override
    public String toString() {
      return path;
    }
  }

  /** A kind that is not checked would be documented but not true. */
  @ParameterizedTest
  @MethodSource
  void whoeverReadsAnElementTakesWhatTheDictionarySays(Place place) {
    assertThatThrownBy(() -> new MavenRun("plan", place.pom, folder).with("env", "test").run())
        .hasMessageContaining("\n" + place.path + ": ")
        .hasMessageContaining("'nonsense'");
  }

  static Stream<Place> whoeverReadsAnElementTakesWhatTheDictionarySays() {
    var places = new ArrayList<Place>();
    for (Entry group : Dictionary.CONFIGURATION.children()) {
      switch (group.name()) {
        case "registry" -> places(group, "registry", xml -> into("registry", xml), places);
        case "environments" ->
            places(
                group.item(),
                "environments/environment[test]",
                xml -> into("environment", xml),
                places);
        case "image", "pipeline" ->
            places(
                group,
                group.name(),
                xml -> LEAST + "<" + group.name() + ">" + xml + "</" + group.name() + ">",
                places);
        default -> {}
      }
    }
    assertThat(places).hasSizeGreaterThan(20);
    return places.stream();
  }

  private static void places(
      Entry group, String path, UnaryOperator<String> pom, List<Place> places) {
    for (Entry child : group.children()) {
      String here = path + "/" + child.name();
      UnaryOperator<String> inside =
          xml -> pom.apply("<" + child.name() + ">" + xml + "</" + child.name() + ">");
      if (CHECKED.contains(child.kind())) {
        places.add(new Place(here, inside.apply("nonsense")));
      } else if (child.shape() == Shape.GROUP) {
        places(child, here, inside, places);
      } else if (child.shape() == Shape.LIST && child.item().shape() == Shape.GROUP) {
        String item = child.item().name();
        places(
            child.item(),
            here + "/" + item + "[1]",
            xml -> inside.apply("<" + item + ">" + xml + "</" + item + ">"),
            places);
      }
    }
  }

  private static String into(String element, String xml) {
    return LEAST.replace("</" + element + ">", xml + "</" + element + ">");
  }

  private static Stream<MojoDescriptor> goals() {
    try (var in = GoalParametersDocTest.class.getResourceAsStream("/META-INF/maven/plugin.xml");
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return new PluginDescriptorBuilder().build(reader).getMojos().stream();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
