package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.PomConfiguration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Node;
import java.io.StringReader;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/**
 * Properties of the command line without effect, because the POM takes precedence, are reported.
 */
class EffectOfPropertiesTest {

  @Test
  void theEnvironmentOfAnExecutionIsNotChangedSilently() throws Exception {
    for (String property : List.of("env", "xacct.env")) {
      assertThat(problems("<env>test</env>", property, "prod"))
          .containsExactly(
              "-D"
                  + property
                  + ": has no effect, because the pom's <configuration> has <env>test</env>: remove"
                  + " that, or write it as the property "
                  + property
                  + " in <properties>");
    }
  }

  @Test
  void theSameOrNoneIsFine() throws Exception {
    assertThat(problems("<env>test</env>", "env", "test")).isEmpty();
    assertThat(problems("<app>shop</app>", "env", "test")).isEmpty();
  }

  @SuppressWarnings("deprecation") // the other constructors want a container
  private static List<String> problems(String configuration, String property, String value)
      throws Exception {
    var request = new DefaultMavenExecutionRequest();
    request.getUserProperties().setProperty(property, value);
    var session =
        new MavenSession(
            null,
            (org.eclipse.aether.RepositorySystemSession) null,
            request,
            new DefaultMavenExecutionResult());
    String xml = "<configuration>" + configuration + "</configuration>";
    var problems = new ConfigurationProblems();
    new PomConfiguration(new MavenProject(), session, null)
        .checkProperties(Node.of(Xpp3DomBuilder.build(new StringReader(xml))), problems);
    return problems.all().stream().map(ConfigurationProblems.Problem::line).toList();
  }
}
