package io.github.xacct.goal.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/** The Java release for which a project is compiled, in all ways to configure it. */
class MavenFactsTest {
  private final Properties properties = new Properties();

  @Test
  void nothingMeansTheCompilerPluginsOwnDefault() throws Exception {
    assertThat(release("")).isEqualTo(8);
  }

  @Test
  void theReleaseProperty() throws Exception {
    properties.setProperty("maven.compiler.release", "21");
    properties.setProperty("maven.compiler.target", "17");
    assertThat(release("")).isEqualTo(21);
  }

  @Test
  void theTargetPropertyInItsOldForm() throws Exception {
    properties.setProperty("maven.compiler.target", "1.8");
    assertThat(release("")).isEqualTo(8);
  }

  @Test
  void thePluginsConfigurationWinsOverTheProperty() throws Exception {
    properties.setProperty("maven.compiler.release", "11");
    assertThat(release("<release>17</release>")).isEqualTo(17);
  }

  @Test
  void theReleaseWinsOverTheTarget() throws Exception {
    properties.setProperty("maven.compiler.release", "11");
    assertThat(release("<target>17</target>")).isEqualTo(11);
  }

  @Test
  void theTargetInThePluginsConfiguration() throws Exception {
    assertThat(release("<target>11</target>")).isEqualTo(11);
  }

  @Test
  void kotlinsTargetCountsIfItIsNewer() throws Exception {
    properties.setProperty("kotlin.compiler.jvmTarget", "21");
    assertThat(release("")).isEqualTo(21);
    properties.setProperty("kotlin.compiler.jvmTarget", "1.8");
    assertThat(release("<release>17</release>")).isEqualTo(17);
  }

  private int release(String compilerConfiguration) throws Exception {
    var compiler = new Plugin();
    compiler.setArtifactId("maven-compiler-plugin");
    compiler.setConfiguration(
        Xpp3DomBuilder.build(
            new StringReader("<configuration>" + compilerConfiguration + "</configuration>")));
    var model = new Model();
    model.setBuild(new Build());
    model.getBuild().addPlugin(compiler);
    return MavenFacts.javaRelease(new MavenProject(model), properties);
  }
}
