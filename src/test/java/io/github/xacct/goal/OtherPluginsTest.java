package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.project.HealthPath;
import io.github.xacct.goal.project.MainClasses;
import io.github.xacct.goal.project.SpringBootPlugin;
import io.github.xacct.model.AppBuild.Start;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the configuration of other plugins, so that it need not be repeated. */
class OtherPluginsTest {
  @TempDir Path folder;

  @Test
  void mainClassesOfPackagingPlugins() {
    assertThat(
            starts(
                plugin(
                    "org.springframework.boot:spring-boot-maven-plugin",
                    "<mainClass>a.Boot</mainClass>")))
        .containsExactly(new Start("a.Boot", List.of(), "spring-boot-maven-plugin", true));
    assertThat(
            starts(
                plugin(
                    "org.apache.maven.plugins:maven-jar-plugin",
                    "<archive><manifest><mainClass>a.Jar</mainClass></manifest></archive>")))
        .containsExactly(new Start("a.Jar", List.of(), "maven-jar-plugin", true));
    assertThat(
            starts(
                plugin(
                    "org.codehaus.mojo:appassembler-maven-plugin",
                    "<programs><program><mainClass>a.App</mainClass></program></programs>")))
        .containsExactly(new Start("a.App", List.of(), "appassembler-maven-plugin", true));
    assertThat(
            starts(
                plugin(
                    "com.google.cloud.tools:jib-maven-plugin",
                    "<container><mainClass>a.Jib</mainClass></container>")))
        .containsExactly(new Start("a.Jib", List.of(), "jib-maven-plugin", true));
  }

  @Test
  void theExecutionOfAGoalCountsBeforeThePlugin() {
    String execution =
        "<executions><execution><goals><goal>repackage</goal></goals><configuration>"
            + "<mainClass>a.Execution</mainClass></configuration></execution></executions>";
    assertThat(
            starts(
                plugin(
                    "org.springframework.boot:spring-boot-maven-plugin",
                    "<mainClass>a.Plugin</mainClass>",
                    execution)))
        .extracting(Start::mainClass)
        .containsExactly("a.Execution", "a.Plugin");
  }

  @Test
  void aShadedVerticleIsStartedByItsLauncher() {
    String transformer =
        "<transformers><transformer implementation=\"x\"><manifestEntries>"
            + "<Main-Class>io.vertx.core.Launcher</Main-Class>"
            + "<Main-Verticle>a.Verticle</Main-Verticle>"
            + "</manifestEntries></transformer></transformers>";
    assertThat(starts(plugin("org.apache.maven.plugins:maven-shade-plugin", transformer)))
        .containsExactly(
            new Start(
                "io.vertx.core.Launcher",
                List.of("run", "a.Verticle"),
                "maven-shade-plugin",
                true));
    assertThat(starts(plugin("io.reactiverse:vertx-maven-plugin", "<verticle>a.V</verticle>")))
        .containsExactly(
            new Start("io.vertx.core.Launcher", List.of("run", "a.V"), "vertx-maven-plugin", true));
  }

  @Test
  void soIsOneOfAJarsManifest() {
    String manifest =
        "<archive><manifestEntries><Main-Class>%s</Main-Class>"
            + "<Main-Verticle>a.Verticle</Main-Verticle></manifestEntries></archive>";
    String key = "org.apache.maven.plugins:maven-jar-plugin";
    assertThat(starts(plugin(key, manifest.formatted("io.vertx.core.Launcher"))))
        .extracting(Start::arguments)
        .containsExactly(List.of("run", "a.Verticle"));
    String five = "io.vertx.launcher.application.VertxApplication";
    assertThat(starts(plugin(key, manifest.formatted(five))))
        .containsExactly(new Start(five, List.of("a.Verticle"), "maven-jar-plugin", true));
  }

  @Test
  void toolsAndPropertiesOfNoPackagingAreOnlyAHint() {
    assertThat(starts(plugin("org.codehaus.mojo:exec-maven-plugin", "<mainClass>a.E</mainClass>")))
        .containsExactly(new Start("a.E", List.of(), "exec-maven-plugin", false));
    MavenProject project = project("");
    project.getProperties().setProperty("mainClass", "io.helidon.Main");
    assertThat(MainClasses.of(project))
        .containsExactly(new Start("io.helidon.Main", List.of(), "the property mainClass", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maven-jar-plugin", "maven-war-plugin", "maven-assembly-plugin"})
  void theManifestOfAnArchive(String artifact) {
    String key = "org.apache.maven.plugins:" + artifact;
    for (String inside :
        List.of(
            "<manifest><mainClass>a.B</mainClass></manifest>",
            "<manifestEntries><Main-Class>a.B</Main-Class></manifestEntries>")) {
      assertThat(starts(plugin(key, "<archive>" + inside + "</archive>")))
          .containsExactly(new Start("a.B", List.of(), artifact, true));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.micronaut.maven:micronaut-maven-plugin",
        "io.micronaut.build:micronaut-maven-plugin",
        "io.helidon.build-tools:helidon-maven-plugin",
        "org.graalvm.buildtools:native-maven-plugin",
        "org.codehaus.mojo:exec-maven-plugin"
      })
  void toolsOfAFramework(String key) {
    assertThat(starts(plugin(key, "<mainClass>a.B</mainClass>")))
        .containsExactly(new Start("a.B", List.of(), key.split(":")[1], false));
  }

  @ParameterizedTest
  @CsvSource({
    "start-class, true",
    "exec.mainClass, false",
    "mainClass, false",
    "main.class, false"
  })
  void properties(String name, boolean packaged) {
    MavenProject project = project("");
    project.getProperties().setProperty(name, "a.B");
    assertThat(MainClasses.of(project))
        .containsExactly(new Start("a.B", List.of(), "the property " + name, packaged));
  }

  @Test
  void aPlaceholderThatNothingFillsIsNoClass() {
    assertThat(
            starts(plugin("org.codehaus.mojo:exec-maven-plugin", "<mainClass>${main}</mainClass>")))
        .isEmpty();
  }

  @Test
  void springBootsPluginLeavesOutWhatIsForDevelopmentAndWhatItIsTold() {
    String key = "org.springframework.boot:spring-boot-maven-plugin";
    assertThat(SpringBootPlugin.of(project("")).leftOut())
        .containsExactlyInAnyOrder(
            "org.springframework.boot:spring-boot-devtools",
            "org.springframework.boot:spring-boot-docker-compose");
    assertThat(
            SpringBootPlugin.of(
                    project(
                        plugin(
                            key,
                            "<excludeDevtools>false</excludeDevtools>"
                                + "<excludes><exclude><groupId>g</groupId>"
                                + "<artifactId>a</artifactId></exclude></excludes>"
                                + "<excludeGroupIds>h, i</excludeGroupIds>")))
                .leftOut())
        .containsExactlyInAnyOrder(
            "org.springframework.boot:spring-boot-docker-compose", "g:a", "h:*", "i:*");
  }

  @ParameterizedTest
  @CsvSource({
    "org.springframework.boot, spring-boot-starter-actuator, /actuator/health",
    "io.quarkus, quarkus-smallrye-health, /q/health",
    "io.micronaut, micronaut-management, /health",
    "io.helidon.microprofile.bundles, helidon-microprofile, /health",
    "io.helidon.webserver.observe, helidon-webserver-observe-health, /observe/health"
  })
  void theHealthPathFollowsFromADependency(String group, String artifact, String path) {
    assertThat(HealthPath.of(project(dependency(group, artifact)))).contains(path);
    assertThat(HealthPath.of(project(dependency(group, "other")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.servlet.context-path=/shop",
        "management.server.port=9000",
        "management:\n  server:\n    port: 9000",
        "quarkus.http.root-path=/shop"
      })
  void anAppThatMovesItKeepsTheDefault(String line) throws IOException {
    Files.writeString(folder.resolve("application.properties"), line);
    String resources =
        "<build><resources><resource><directory>"
            + folder
            + "</directory></resource></resources></build>";

    assertThat(
            HealthPath.of(
                project(
                    dependency("org.springframework.boot", "spring-boot-starter-actuator")
                        + resources)))
        .isEmpty();
  }

  private static List<Start> starts(String plugins) {
    return MainClasses.of(project(plugins));
  }

  private static String dependency(String group, String artifact) {
    return "<dependencies><dependency><groupId>%s</groupId><artifactId>%s</artifactId></dependency></dependencies>"
        .formatted(group, artifact);
  }

  private static String plugin(String key, String configuration) {
    return plugin(key, configuration, "");
  }

  private static String plugin(String key, String configuration, String more) {
    return "<build><plugins><plugin><groupId>%s</groupId><artifactId>%s</artifactId><configuration>%s</configuration>%s</plugin></plugins></build>"
        .formatted(key.split(":")[0], key.split(":")[1], configuration, more);
  }

  private static MavenProject project(String body) {
    try {
      return new MavenProject(
          new MavenXpp3Reader().read(new StringReader("<project>" + body + "</project>")));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
