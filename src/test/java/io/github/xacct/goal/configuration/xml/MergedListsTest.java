package io.github.xacct.goal.configuration.xml;

import static io.github.xacct.goal.configuration.xml.Dictionary.CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingResult;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that Maven merges by position; each pom goes through Maven's own model builder. */
class MergedListsTest {
  @TempDir private Path folder;

  @Test
  void anEnvironmentTakesOverWhatAnotherOneOfTheParentHas() throws Exception {
    parent(
        plugin(
            environments(
                "<name>dev</name><account>222222222222</account><externalId>x</externalId>"
                    + "<smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>",
                "<name>prod</name><account>333333333333</account>")));
    child(plugin(environments("<name>test</name><account>444444444444</account>")));

    assertThatThrownBy(() -> refuse("default-cli"))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            Maven merges <environments> of several places by position, not by name.
            <environment> 'test' (pom.xml) would take over <externalId>, <smokeTests> of \
            <environment> 'dev' (com.example:parent:1.0)
            <environment> 'prod' (com.example:parent:1.0) would be lost
            Try: choose in pom.xml:
                 <environments combine.children="append"> adds to those of the other place,
                 <environments combine.self="override"> replaces them; to change some,
                 write all of them by the same names in the same order. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/inheritance.md""");
  }

  @Test
  void bothAttributesSayWhatIsMeant() throws Exception {
    parent(plugin(environments("<name>dev</name><externalId>x</externalId>", "<name>qa</name>")));
    for (String attribute : List.of("combine.children=\"append\"", "combine.self=\"override\"")) {
      child(
          plugin(
              environments("<name>test</name>")
                  .replace("<environments>", "<environments " + attribute + ">")));
      assertThatNoException().as(attribute).isThrownBy(() -> refuse("default-cli"));
    }
  }

  @Test
  void theSameNamesInTheSameOrderAreMergedAsMeant() throws Exception {
    parent(plugin(environments("<name>dev</name><externalId>x</externalId>", "<name>qa</name>")));
    child(
        plugin(
            environments(
                "<name>dev</name><region>eu-west-1</region>",
                "<name> qa </name>",
                "<name>prod</name>")));

    assertThatNoException().isThrownBy(() -> refuse("default-cli"));
  }

  @Test
  void anOrderThatDiffersIsTold() throws Exception {
    parent(plugin(environments("<name>dev</name>", "<name>qa</name>")));
    child(plugin(environments("<name>qa</name>", "<name>dev</name>")));

    assertThat(findings("default-cli"))
        .containsExactly(
            "<environment> 'qa' (pom.xml) would take over the place of <environment> 'dev'"
                + " (com.example:parent:1.0)",
            "<environment> 'dev' (pom.xml) would take over the place of <environment> 'qa'"
                + " (com.example:parent:1.0)");
  }

  @Test
  void oneAppendedAlthoughItIsThereIsTold() throws Exception {
    parent(plugin(environments("<name>dev</name>", "<name>qa</name>")));
    child(
        plugin(
            environments("<name>qa</name>")
                .replace("<environments>", "<environments combine.children=\"append\">")));

    assertThat(findings("default-cli"))
        .containsExactly(
            "<environment> 'qa' (pom.xml) would be added beside <environment> 'qa'"
                + " (com.example:parent:1.0)");
  }

  @Test
  void oneThatSaysSoStandsInForAnother() throws Exception {
    parent(plugin(environments("<name>dev</name>", "<name>qa</name>")));
    child(
        plugin(
            environments("<name>test</name>")
                .replace("<environment>", "<environment combine.self=\"override\">")));

    assertThat(findings("default-cli"))
        .containsExactly("<environment> 'qa' (com.example:parent:1.0) would be lost");
  }

  @Test
  void theOneLeftOutIsLostAlthoughTheOthersFit() throws Exception {
    parent(plugin(environments("<name>dev</name>", "<name>qa</name>")));
    child(plugin(environments("<name>dev</name><region>eu-west-1</region>")));

    assertThat(findings("default-cli"))
        .containsExactly("<environment> 'qa' (com.example:parent:1.0) would be lost");
  }

  @Test
  void theOtherListsOfStructuresAreTheSame() throws Exception {
    parent(
        plugin(
            environments(
                "<name>test</name><smokeTests><smokeTest><path>/health</path>"
                    + "<contains>UP</contains></smokeTest></smokeTests>"
                    + "<capacityProviders><capacityProvider><name>FARGATE</name><base>1</base>"
                    + "</capacityProvider></capacityProviders>")));
    child(
        plugin(
            environments(
                "<name>test</name><smokeTests><smokeTest><path>/version</path></smokeTest>"
                    + "</smokeTests><capacityProviders><capacityProvider>"
                    + "<name>FARGATE_SPOT</name></capacityProvider></capacityProviders>")));

    assertThat(findings("default-cli"))
        .containsExactly(
            "<smokeTest> '/version' (pom.xml) would take over <contains> of <smokeTest>"
                + " '/health' (com.example:parent:1.0)",
            "<capacityProvider> 'FARGATE_SPOT' (pom.xml) would take over <base> of"
                + " <capacityProvider> 'FARGATE' (com.example:parent:1.0)");
  }

  @Test
  void profilesManagementAndExecutionsAreMergedToo() throws Exception {
    parent(
        "<pluginManagement>"
            + plugin(environments("<name>managed</name>"))
            + "</pluginManagement>");
    child(
        plugin(
            environments("<name>plugin</name>"),
            execution("deploy-prod", environments("<name>prod</name><role>r</role>"))),
        "<profile><id>ci</id><activation><activeByDefault>true</activeByDefault></activation>"
            + "<build>"
            + plugin(environments("<name>ci</name>"))
            + "</build></profile>"
            + "<profile><id>asleep</id><build>"
            + plugin(environments("<name>asleep</name>"))
            + "</build></profile>");

    assertThat(findings("deploy-prod"))
        .containsExactly(
            "<environment> 'prod' (pom.xml, execution deploy-prod) would take over the place of"
                + " <environment> 'ci' (pom.xml, profile ci)",
            "<environment> 'prod' (pom.xml, execution deploy-prod) would take over the place of"
                + " <environment> 'plugin' (pom.xml)",
            "<environment> 'prod' (pom.xml, execution deploy-prod) would take over the place of"
                + " <environment> 'managed' (com.example:parent:1.0, pluginManagement)");
  }

  @Test
  void anExecutionWithAnEnvironmentEachIsFine() throws Exception {
    parent("");
    child(
        plugin(
            "<configuration><app>shop</app></configuration>",
            execution("deploy-test", environments("<name>test</name>")),
            execution("deploy-prod", environments("<name>prod</name>"))));

    assertThatNoException().isThrownBy(() -> refuse("deploy-test"));
    assertThatNoException().isThrownBy(() -> refuse("deploy-prod"));
  }

  @Test
  void whatIsNotInheritedIsNotMerged() throws Exception {
    parent(
        plugin(environments("<name>dev</name>"))
            .replace("<configuration>", "<inherited>false</inherited><configuration>"));
    child(plugin(environments("<name>test</name>")));

    assertThatNoException().isThrownBy(() -> refuse("default-cli"));
  }

  @Test
  void everyListOfStructuresIsLookedAt() {
    assertThat(ListMarks.lists()).containsExactlyInAnyOrderElementsOf(lists(CONFIGURATION));
  }

  private static List<String> lists(Dictionary.Entry parent) {
    return parent.children().stream()
        .flatMap(
            child ->
                Stream.concat(
                    Stream.of(child)
                        .filter(c -> c.shape() == Shape.LIST && c.item().shape() == Shape.GROUP)
                        .map(Dictionary.Entry::name),
                    lists(child).stream()))
        .toList();
  }

  /** The merged configuration is the one that Maven passes to the goal. */
  @Test
  void mergesAsMavenDoes() throws Exception {
    parent(
        "<pluginManagement>"
            + plugin(
                environments("<name>a</name><role>m</role>", "<name>b</name>"),
                execution("one", "<configuration><app>managed</app></configuration>"))
            + "</pluginManagement>"
            + plugin(
                environments("<name>c</name><smokeTests><smokeTest/></smokeTests>"),
                execution("two", "<configuration><app>inherited</app></configuration>")));
    child(
        plugin(
            environments("<name>d</name>", "<name>e</name><region>x</region>", "<name>f</name>"),
            execution("one", environments("<name>g</name>"))),
        "<profile><id>ci</id><activation><activeByDefault>true</activeByDefault></activation>"
            + "<build>"
            + plugin(
                environments("<name>h</name><cluster>p</cluster>")
                    .replace("<environments>", "<environments combine.children=\"append\">"),
                execution("two", "<configuration><app>profile</app></configuration>"))
            + "</build></profile>");
    var built = built();

    for (String id : List.of("one", "two")) {
      Object effective =
          built.getEffectiveModel().getBuild().getPlugins().stream()
              .filter(plugin -> plugin.getArtifactId().equals("xacct-maven-plugin"))
              .flatMap(plugin -> plugin.getExecutions().stream())
              .filter(execution -> execution.getId().equals(id))
              .findFirst()
              .orElseThrow()
              .getConfiguration();
      var layers = new ConfigurationLayers(new ListMarks()).of(project(built), id).orElseThrow();
      assertThat(withoutMarks(layers)).as(id).isEqualTo(effective);
    }
  }

  private static Xpp3Dom withoutMarks(Xpp3Dom element) {
    for (int i = element.getChildCount() - 1; i >= 0; i--) {
      if (Stream.of(ListMarks.items(element)).noneMatch(element.getChild(i)::equals)) {
        element.removeChild(i);
      } else {
        withoutMarks(element.getChild(i));
      }
    }
    return element;
  }

  private List<String> findings(String execution) {
    return catchThrowableOfType(XacctException.class, () -> refuse(execution)).evidence();
  }

  private void refuse(String execution) throws Exception {
    MergedLists.refuse(project(built()), execution);
  }

  private ModelBuildingResult built() throws Exception {
    var request = new DefaultModelBuildingRequest();
    request.setProcessPlugins(true);
    request.setPomFile(folder.resolve("child/pom.xml").toFile());
    return new DefaultModelBuilderFactory().newInstance().build(request);
  }

  /** Returns a project filled as by Maven's project builder. */
  private static MavenProject project(ModelBuildingResult built) {
    List<String> ids = built.getModelIds().subList(0, 2);
    MavenProject parent = project(built, ids.get(1), built.getRawModel(ids.get(1)));
    MavenProject child = project(built, ids.get(0), built.getRawModel());
    child.setParent(parent);
    return child;
  }

  private static MavenProject project(ModelBuildingResult built, String id, Model raw) {
    var effective = new Model();
    effective.setGroupId("com.example");
    effective.setArtifactId(raw.getArtifactId());
    effective.setVersion("1.0");
    var project = new MavenProject(effective);
    project.setOriginalModel(raw);
    project.setInjectedProfileIds(
        id, built.getActivePomProfiles(id).stream().map(profile -> profile.getId()).toList());
    return project;
  }

  private void parent(String build) throws Exception {
    write(
        "pom.xml",
        "<groupId>com.example</groupId><artifactId>parent</artifactId><version>1.0</version>"
            + "<packaging>pom</packaging>"
            + build(build));
  }

  private void child(String plugins) throws Exception {
    child(plugins, "");
  }

  private void child(String build, String profiles) throws Exception {
    write(
        "child/pom.xml",
        "<parent><groupId>com.example</groupId><artifactId>parent</artifactId>"
            + "<version>1.0</version></parent><artifactId>child</artifactId>"
            + build(build)
            + "<profiles>"
            + profiles
            + "</profiles>");
  }

  private static String build(String content) {
    return "<build>" + content + "</build>";
  }

  private void write(String file, String content) throws Exception {
    Path pom = folder.resolve(file);
    Files.createDirectories(pom.getParent());
    Files.writeString(pom, "<project><modelVersion>4.0.0</modelVersion>" + content + "</project>");
  }

  private static String plugin(String configuration, String... executions) {
    return "<plugins><plugin><groupId>io.github.xacct</groupId>"
        + "<artifactId>xacct-maven-plugin</artifactId><version>1</version>"
        + configuration
        + "<executions>"
        + String.join("", executions)
        + "</executions></plugin></plugins>";
  }

  private static String execution(String id, String configuration) {
    return "<execution><id>" + id + "</id>" + configuration + "</execution>";
  }

  private static String environments(String... each) {
    return "<configuration><environments>"
        + Stream.of(each)
            .map(text -> "<environment>" + text + "</environment>")
            .reduce("", String::concat)
        + "</environments></configuration>";
  }
}
