package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.AppSpecMojo;
import io.github.xacct.goal.GoalRun;
import io.github.xacct.goal.ImageMojo;
import io.github.xacct.goal.Written;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A missing main class, and packagings for which no image can be built, are reported. */
class BuiltAppTest {
  private static final String POM =
      """
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment><name>test</name><account>222222222222</account></environment>
      </environments>
      <image><mainClass>com.example.Nowhere</mainClass></image>
      """;

  private final ImageXml image = new ImageXml();
  @TempDir private Path folder;

  @BeforeEach
  void compiled() throws IOException {
    file("target/classes/com/example/App.class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.App",
        "com.example.Dependency",
        "com.example.Folder",
        "sun.misc.Signal"
      })
  void theMainClassMayComeFromAnyPartOfTheApp(String name) throws IOException {
    jar("lib.jar", "com/example/Dependency.class");
    file("sibling/com/example/Folder.class");
    assertThat(problems(name, "lib.jar", "sibling")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.Packed",
        "com.example.Nested",
        "com.example.Quarkus",
        "com.example.Extra"
      })
  void orFromWhatABuildPacks(String name) throws IOException {
    jar("target/app.jar", "com/example/Packed.class", "BOOT-INF/classes/com/example/Nested.class");
    jar("target/quarkus-app/lib/main/run.jar", "com/example/Quarkus.class");
    file("src/main/image/app/classes/com/example/Extra.class");
    image.extraDirectories = List.of("src/main/image");
    assertThat(problems(name)).isEmpty();
  }

  @Test
  void otherwiseNoImageStarts() {
    assertThat(problems("org.elsewhere.Main"))
        .containsExactly(
            "no class file and no jar of the app has 'org.elsewhere.Main': write the class to start,"
                + " or leave this out if only one has a main method");
    assertThat(problems("com.exmaple.App"))
        .containsExactly(
            "no class file and no jar of the app has 'com.exmaple.App': write com.example.App");
    assertThat(problems("App"))
        .containsExactly("no class file and no jar of the app has 'App': write com.example.App");
  }

  /** Such as those of Kotlin or Scala, whose compilers have settings of their own. */
  @Test
  void classesThatTheDefaultBaseCannotRunAreReported() throws IOException {
    compiledFor("AppKt", 21);
    assertThat(problems(null))
        .containsExactly(
            "missing, and by the pom its default is for Java 17, but com.example.AppKt is"
                + " compiled for Java 21: write"
                + " <maven.compiler.release>21</maven.compiler.release> in <properties>, or a base"
                + " image");
    image.baseImage = "company/java:21";
    assertThat(problems(null)).isEmpty();

    image.baseImage = null;
    compiledFor("AppKt", 17);
    assertThat(problems(null)).isEmpty();
  }

  private void compiledFor(String name, int release) throws IOException {
    Path file = folder.resolve("target/classes/com/example/" + name + ".class");
    Files.write(
        file,
        new byte[] {
          (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (44 + release)
        });
  }

  @Test
  void nothingIsSaidOfWhatIsNotCompiledOrNotKnown() throws IOException {
    assertThat(problems(Optional.empty(), "jar", "com.example.Nowhere")).isEmpty();
    Files.delete(folder.resolve("target/classes/com/example/App.class"));
    assertThat(problems("com.example.Nowhere")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ear", "rar"})
  void aPackagingThatNeedsAServerIsRefusedByItsName(String packaging) {
    image.baseImage = "tomcat:10.1";
    assertThat(problems(Optional.of(List.of()), packaging, null))
        .containsExactly(
            "an image of packaging "
                + packaging
                + " would hold the classes without the server that runs them: write"
                + " <packaging>jar</packaging> and a server among the dependencies, or build the"
                + " image by other means and name it with -Dxacct.image");
  }

  @Test
  void aWarNeedsAnImageWithItsServer() {
    assertThat(problems(Optional.of(List.of()), "war", null))
        .containsExactly(
            "an image of packaging war would hold the classes without the server that runs them:"
                + " write an image that has one,"
                + " <image><baseImage>tomcat:10.1-jre17</baseImage>, or"
                + " <layout>classes</layout> if a dependency is the server, or build the image by"
                + " other means and name it with -Dxacct.image");
    image.baseImage = "tomcat:10.1";
    assertThat(problems(Optional.of(List.of()), "war", null)).isEmpty();
    image.baseImage = null;
    image.layout = "classes";
    assertThat(problems(Optional.of(List.of()), "war", null)).isEmpty();
  }

  @Test
  void aWarThatBringsItsServerIsAnApp() throws IOException {
    jar("target/app.war", "org/springframework/boot/loader/launch/WarLauncher.class");
    assertThat(problems(Optional.of(List.of()), "war", null)).isEmpty();
  }

  /** A goal that builds no image may use the image of another build. */
  @Test
  void whatMakesNoImageWarns() throws Exception {
    assertThat(GoalRun.of(new AppSpecMojo(), folder, POM, "<placeholders>true</placeholders>"))
        .anyMatch(
            line ->
                line.endsWith(
                    ": write the class to start, or leave this out if only one"
                        + " has a main method"))
        .anyMatch(line -> line.contains("taskdef.json"));
  }

  @Test
  void whatMakesOneEnds() {
    assertThatThrownBy(() -> GoalRun.of(new ImageMojo(), folder, POM, ""))
        .hasMessageContaining("The configuration of xacct-maven-plugin has a problem.")
        .hasMessageContaining("no class file and no jar of the app has 'com.example.Nowhere'");
  }

  @Test
  void aSecretInPlainTextIsWarnedOf() throws Exception {
    String pom =
        POM.replaceAll("<image>.*</image>", "")
            .replace(
                "</environment>",
                "<task><environment><DB_PASSWORD>hunter2</DB_PASSWORD></environment></task>"
                    + "</environment>");
    assertThat(GoalRun.of(new AppSpecMojo(), folder, pom, "<placeholders>true</placeholders>"))
        .contains(
            "containerDefinitions[demo-app].environment[DB_PASSWORD] looks like a secret in plain"
                + " text, which everybody can read who may read the task definition: keep it in"
                + " Secrets Manager or Parameter Store and write its ARN to secrets")
        .noneMatch(line -> line.contains("hunter2"));
  }

  private List<String> problems(String mainClass, String... dependencies) {
    var files = List.of(dependencies).stream().map(folder::resolve).toList();
    return problems(Optional.of(files), "jar", mainClass);
  }

  private List<String> problems(
      Optional<List<Path>> dependencies, String packaging, String mainClass) {
    image.mainClass = mainClass;
    var facts = Written.xml("").basedir(folder).facts();
    var problems = new ConfigurationProblems();
    new BuiltApp(packaging, facts, () -> dependencies).check(image, Element.root(problems));
    return problems.all().stream().map(ConfigurationProblems.Problem::text).toList();
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[0]);
  }

  private void jar(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
      }
    }
  }
}
