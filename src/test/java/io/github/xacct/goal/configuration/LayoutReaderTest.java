package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.MavenRun;
import io.github.xacct.goal.Written;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code <layout>} and packaging war are read, and what is incompatible with them. */
class LayoutReaderTest {
  private static final String TOMCAT = "<baseImage>tomcat:10.1-jre17</baseImage>";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"classes", "jar", "spring-boot"})
  void aLayoutIsRead(String text) {
    assertThat(image("jar", layout(text)).layout()).map(Layout::text).contains(text);
  }

  @Test
  void withoutOneTheBuildDecides() {
    assertThat(image("jar", "").layout()).isEmpty();
    assertThat(image("jar", TOMCAT).layout()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tomcat:10.1-jre17, /usr/local/tomcat/webapps/ROOT",
    "public.ecr.aws/docker/library/tomcat@sha256:00, /usr/local/tomcat/webapps/ROOT",
    "localhost:5000/jetty, /var/lib/jetty/webapps/ROOT",
    "tomee:10, /usr/local/tomee/webapps/ROOT"
  })
  void aWarOnAServersImageGoesToItsRootWebApp(String base, String appRoot) {
    ImageSettings image = image("war", "<baseImage>" + base + "</baseImage>");

    assertThat(image.layout()).contains(Layout.WAR);
    assertThat(image.appRoot()).contains(appRoot);
    assertThat(image.user()).isEmpty();
  }

  @Test
  void itsFolderAndUserMayBeWritten() {
    ImageSettings image =
        image(
            "war",
            "<baseImage>company/web:3</baseImage><appRoot>/srv/apps/shop</appRoot><user>web</user>");

    assertThat(image.appRoot()).contains("/srv/apps/shop");
    assertThat(image.user()).isEqualTo("web");
  }

  /** In Tomcat's image there is a Java, too. */
  @Test
  void aWarThatBringsItsServerIsStartedByItUnlessTheLayoutIsWritten() throws Exception {
    Files.createDirectories(folder.resolve("target"));
    try (var war =
        new JarOutputStream(Files.newOutputStream(folder.resolve("target/demo-1.0.war")))) {
      war.putNextEntry(new ZipEntry("org/springframework/boot/loader/launch/WarLauncher.class"));
    }

    assertThat(image("war", TOMCAT).layout()).isEmpty();
    assertThat(image("war", TOMCAT + layout("war")).layout()).contains(Layout.WAR);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertBad(
        "jar",
        layout("packaged"),
        "image/layout: invalid value 'packaged': expected classes, jar, spring-boot or war");
    assertBad(
        "jar",
        layout("wra"),
        "image/layout: invalid value 'wra': did you mean war? Expected classes, jar, spring-boot or war");
    assertBad(
        "war",
        layout("jar"),
        "image/layout: packaging war packages no jar: write classes or war, or leave this out");
    assertBad(
        "jar",
        layout("war"),
        "image/layout: packaging jar packages no war: write one of classes, jar and spring-boot, or"
            + " leave this out");
    assertBad(
        "jar",
        layout("spring-boot") + "<mainClass>a.B</mainClass>",
        "image/mainClass: has no effect with layout spring-boot, which starts the archive's"
            + " Start-Class: write <mainClass> of spring-boot-maven-plugin, or"
            + " <layout>classes</layout>");
    assertBad(
        "war",
        layout("war"),
        "image/baseImage: layout war needs an image with a server: write one such as"
            + " tomcat:10.1-jre17");
    assertBad(
        "war",
        TOMCAT + "<mainClass>a.B</mainClass>",
        "image/mainClass: has no effect: the server of the base image starts a war: leave this out,"
            + " or write <layout>classes</layout>");
    assertBad(
        "war",
        TOMCAT + "<jvmFlags><flag>-Xss1m</flag></jvmFlags>",
        "image/jvmFlags: has no effect: the server of the base image starts a war: write the flags"
            + " into a variable that its JVM reads,"
            + " <environment><JDK_JAVA_OPTIONS>...</JDK_JAVA_OPTIONS></environment>");
    assertBad(
        "war",
        "<baseImage>eclipse-temurin:17-jre</baseImage>",
        "image/appRoot: missing, and unknown of eclipse-temurin:17-jre: write the folder of its"
            + " root web app, such as /usr/local/tomcat/webapps/ROOT");
    assertBad(
        "war",
        TOMCAT + "<appRoot>webapps/</appRoot>",
        "image/appRoot: 'webapps/' is not a folder of the image: write one such as"
            + " /usr/local/tomcat/webapps/ROOT");
    assertBad(
        "jar",
        "<appRoot>/srv</appRoot>",
        "image/appRoot: has an effect only with <layout>war</layout>: leave this out");
  }

  @Test
  void anAppOfQuarkusHasItsOwn() {
    assertThatThrownBy(
            () ->
                written("jar", layout("classes")).plugin("io.quarkus:quarkus-maven-plugin").read())
        .hasMessageContaining(
            "image/layout: has no effect on an app of Quarkus, which is its fast-jar: leave this"
                + " out");
  }

  @Test
  void thePropertyWins() {
    for (String pom : new String[] {"", "<image><layout>classes</layout></image>"}) {
      var run = new MavenRun("image", Written.LEAST + pom, folder).with("xacct.layout", "war");
      assertThatThrownBy(run::run)
          .hasMessageContaining("image/layout: packaging jar packages no war");
    }
    var run = new MavenRun("image", Written.LEAST, folder).with("xacct.layout", "exploded");
    assertThatThrownBy(run::run)
        .hasMessageContaining(
            "problem.\n-Dxacct.layout: invalid value 'exploded': expected classes, jar, spring-boot or war");
  }

  @Test
  void aWarForAServerIsNotRehearsed() {
    var run =
        new MavenRun("image", Written.LEAST + "<image>" + TOMCAT + "</image>", folder)
            .packaging("war")
            .with("xacct.rehearse", "true");
    assertThatThrownBy(run::run)
        .hasMessage(
            """
            A war for the server of tomcat:10.1-jre17 cannot be rehearsed.
            A rehearsal uses this machine's JVM instead of the base image, and it has no such server.
            Try: mvn package xacct:image, and run the image with Docker or Podman""");
  }

  private void assertBad(String packaging, String image, String problem) {
    assertThatThrownBy(() -> image(packaging, image))
        .isInstanceOf(XacctException.class)
        .message()
        .isEqualTo(
            "The configuration of xacct-maven-plugin has a problem.\n"
                + problem
                + "\nTry: correct the plugin's <configuration> in pom.xml. Nothing was contacted or"
                + " changed.");
  }

  private ImageSettings image(String packaging, String image) {
    return written(packaging, image).read().image();
  }

  private Written written(String packaging, String image) {
    return Written.image(image).packaging(packaging).basedir(folder);
  }

  private static String layout(String text) {
    return "<layout>" + text + "</layout>";
  }
}
