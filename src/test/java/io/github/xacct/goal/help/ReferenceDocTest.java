package io.github.xacct.goal.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.FullConfigurationTest;
import io.github.xacct.goal.Written;
import io.github.xacct.goal.configuration.xml.Dictionary;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.SetUpFault;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/**
 * Help, schema and docs/configuration.md come from one dictionary. {@code mvn test
 * -Dtest=ReferenceDocTest -Dreference.rewrite} writes the files that this test compares.
 */
class ReferenceDocTest {
  private static final boolean REWRITE = System.getProperty("reference.rewrite") != null;
  private final PluginFacts plugin = new PluginFacts(descriptor());

  @Test
  void theTextsAreTheJavadocOfTheClasses() throws Exception {
    same(
        Path.of("src/main/resources/io/github/xacct/goal/help", ElementTexts.RESOURCE),
        Javadocs.resource());
  }

  @Test
  void thePageHasAllGoalsPropertiesAndElements() throws Exception {
    same(Path.of("docs/configuration.md"), new ReferencePage(plugin, texts()).text());
  }

  @Test
  void everyGoalHasItsPage() throws Exception {
    for (PluginFacts.Goal goal : plugin.goals()) {
      same(Path.of("docs/goals", goal.name() + ".md"), GoalPage.text(goal));
    }
  }

  @Test
  void everyGoalHasItsPlaceOnTheWay() {
    assertThat(Arrays.stream(TeamsWay.values()).flatMap(step -> step.goals().stream()))
        .containsExactlyElementsOf(plugin.goals().stream().map(PluginFacts.Goal::name).toList());
  }

  @Test
  void helpGoesTheTeamsWay() {
    assertThat(help().overview(false).lines().filter(line -> line.startsWith("  xacct:")))
        .startsWith("  xacct:rehearsal", "  xacct:init", "  xacct:bootstrap", "  xacct:templates")
        .containsSubsequence(
            "  xacct:bootstrap", "  xacct:preflight", "  xacct:plan", "  xacct:blue-green-deploy")
        .hasSize(plugin.goals().size());
    assertThat(help().overview(false).lines()).allMatch(line -> line.length() <= 110);
  }

  @Test
  void helpOfAGoalHasEveryChildAndEveryFault() {
    String help =
        help().goal(plugin.goals().stream().filter(g -> g.name().equals("plan")).findFirst().get());

    assertThat(help.lines().map(String::strip))
        .contains("xacct:plan", "<detailedExitcode>, -Dxacct.detailedExitcode (default: false)")
        .containsAll(elements(Dictionary.CONFIGURATION.child("environments").orElseThrow().item()));
    assertThat(help.replaceAll("\\s+", " "))
        .contains(Arrays.stream(Fault.values()).map(Fault::id).toList())
        .contains(Arrays.stream(SetUpFault.values()).map(SetUpFault::id).toList());
  }

  private static List<String> elements(Dictionary.Entry group) {
    ElementTexts texts = texts();
    return group.children().stream()
        .map(child -> "<" + child.name() + ">" + byDefault(texts.of(group, child).byDefault()))
        .filter(line -> line.length() < 80) // longer ones are wrapped
        .toList();
  }

  private static String byDefault(String text) {
    return text.isEmpty() ? "" : " (" + text.replace("`", "") + ")";
  }

  @Test
  void helpOfAnElementSaysWhereItStands() {
    assertThat(help().elements("healthCheck"))
        .isEqualTo(
            """
            In <configuration><environments><environment><task>:
              <healthCheck>
                Health checks of the app.
                <path> (the framework's, else /)
                  Path of the load balancer's health check.
                <command> (none)
                  The container's health check: <command><word>CMD-SHELL</word><word>test -f \
            /tmp/up</word>
                  </command>.""");
    assertThat(help().elements("nothing")).isEmpty();
  }

  @Test
  void theSchemaTakesWhatThePluginTakes() throws Exception {
    validator()
        .validate(
            source(
                Written.LEAST
                    + """
                    <dryRun>${dry}</dryRun>
                    <image>
                      <jvmFlags><flag>-Xss1m</flag><flag>-Xmx1g</flag></jvmFlags>
                      <environment><TZ>UTC</TZ></environment>
                    </image>
                    """));
  }

  @Test
  void theSchemaTakesTheWholeConfiguration() throws Exception {
    validator().validate(source(FullConfigurationTest.FULL));
  }

  @Test
  void theSchemaRefusesWhatThePluginRefuses() throws Exception {
    Validator validator = validator();
    for (String wrong :
        List.of(
            "<enviroments/>",
            "<image><jvmFlags><flg>-Xss1m</flg></jvmFlags></image>",
            "<dryRun>yes</dryRun>",
            "<waitUntil>done</waitUntil>",
            "<image/><image/>")) {
      assertThatThrownBy(() -> validator.validate(source(wrong)))
          .as(wrong)
          .isInstanceOf(SAXException.class);
    }
  }

  /** Returns the texts of the Javadoc, not of the resource, which may be outdated. */
  private static ElementTexts texts() {
    try {
      return ElementTexts.parse(Javadocs.resource());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HelpText help() {
    return new HelpText(plugin, texts());
  }

  private Validator validator() throws SAXException {
    String schema = new ConfigurationSchema(plugin, texts()).text();
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new StreamSource(new StringReader(schema)))
        .newValidator();
  }

  private static StreamSource source(String configuration) {
    return new StreamSource(
        new StringReader(
            "<configuration xmlns=\""
                + ConfigurationSchema.NAMESPACE
                + "\">"
                + configuration
                + "</configuration>"));
  }

  private static void same(Path file, String text) throws Exception {
    if (REWRITE) {
      Files.writeString(file, text);
    }
    assertThat(file).as("mvn test -Dtest=ReferenceDocTest -Dreference.rewrite").hasContent(text);
  }

  private static PluginDescriptor descriptor() {
    try (var in = ReferenceDocTest.class.getResourceAsStream("/META-INF/maven/plugin.xml");
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return new PluginDescriptorBuilder().build(reader);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
