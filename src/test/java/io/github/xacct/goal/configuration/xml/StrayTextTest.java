package io.github.xacct.goal.configuration.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.xml.ConfigurationProblems.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that Maven drops from a POM silently is reported. */
class StrayTextTest {
  private static final String ADVICE =
      ": unexpected text between its elements: remove it, or write an element for it";

  @TempDir Path folder;

  @Test
  void textBetweenElementsIsReportedAtItsPlace() throws Exception {
    assertThat(
            problems(
                """
                <configuration>
                  <registry><account>1</account></registry>,
                  <environments>
                    <environment>
                      <name>test</name>
                      <task>512<!-- MiB --><cpu>256</cpu>
                        <secrets><A>/a</A>hunter2</secrets>
                      </task>
                    </environment>
                  </environments>
                </configuration>
                <executions>
                  <execution><configuration><image><![CDATA[x]]><user>1</user></image>
                  </configuration></execution>
                </executions>
                """))
        .containsExactly(
            ADVICE.substring(2),
            "environments/environment[test]/task" + ADVICE,
            "environments/environment[test]/task/secrets" + ADVICE,
            "image" + ADVICE);
  }

  @Test
  void commentsAndTheTextOfValuesAreNot() throws Exception {
    assertThat(
            problems(
                """
                <configuration>
                  <!-- where images go -->
                  <image>
                    <user> app </user>
                    <labels><a>x y</a></labels>
                  </image>
                </configuration>
                """))
        .isEmpty();
  }

  @Test
  void otherPluginsAndUnreadablePomsAreLeftToMaven() throws Exception {
    Files.writeString(
        pom(), "<project><plugin><artifactId>other</artifactId><a>x<b/></a></plugin>");
    var problems = new ConfigurationProblems();
    new StrayText(problems).in(pom().toFile());
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aParserIsNeededOnlyWhereTextStandsBesideElements() {
    assertThat(
            List.of(
                "",
                "<project/>",
                "<?xml version='1.0'?><project a='>' b=\">'\">\n <a> x </a><b/>\t</project>",
                "<project><a>x<!-- <b/> -->y</a><!-- c --></project>",
                "<project><a/>x</project>",
                "<project>x<a/></project>",
                "<project><a>1</a>x<a>1</a></project>",
                "<project><a>1</a><!-- --> x</project>",
                "<project><a/><![CDATA[x]]></project>",
                "<!DOCTYPE project><project/>",
                "<project><a/>\u2003</project>",
                "<project a='></project>",
                "<project><!-- </project>",
                "<project><? </project>"))
        .filteredOn(xml -> !MixedContent.mayBeIn(xml.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "<project/>",
            "<?xml version='1.0'?><project a='>' b=\">'\">\n <a> x </a><b/>\t</project>",
            "<project><a>x<!-- <b/> -->y</a><!-- c --></project>");
    assertThat(MixedContent.mayBeIn("<project/>".getBytes(StandardCharsets.UTF_16LE))).isTrue();
  }

  private List<String> problems(String plugin) throws IOException {
    Files.writeString(
        pom(),
        "<project><build><plugins><plugin><artifactId>xacct-maven-plugin</artifactId>"
            + plugin
            + "</plugin></plugins></build></project>");
    var problems = new ConfigurationProblems();
    new StrayText(problems).in(pom().toFile());
    return problems.all().stream().map(Problem::line).toList();
  }

  private Path pom() {
    return folder.resolve("pom.xml");
  }
}
