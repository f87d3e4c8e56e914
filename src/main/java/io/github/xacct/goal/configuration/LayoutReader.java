package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.configuration.xml.ValueForm;
import io.github.xacct.model.Layout;
import java.util.Optional;

/**
 * Reads {@code <layout>} and checks that the rest of {@code <image>} and the project are compatible
 * with it.
 */
final class LayoutReader {
  private static final String STARTED_BY_THE_SERVER =
      "has no effect: the server of the base image starts a war: ";

  private static final String QUARKUS = "io.quarkus:quarkus-maven-plugin";

  private final ProjectFacts project;

  LayoutReader(ProjectFacts project) {
    this.project = project;
  }

  /** Returns the configured layout, or that of a war for a server; otherwise empty. */
  Optional<Layout> read(ImageXml xml, Element image) {
    Element element = image.child("layout");
    Optional<Layout> layout =
        element
            .optional(xml.layout, text -> ValueForm.choose(text, Layout.texts()))
            .map(Layout::of)
            .or(() -> isForServer(xml) ? Optional.of(Layout.WAR) : Optional.empty());
    if (layout.isPresent() && project.plugins().contains(QUARKUS)) {
      element.problem("has no effect on an app of Quarkus, which is its fast-jar: leave this out");
      return layout;
    }
    boolean war = project.packaging().equals("war");
    layout.ifPresent(
        l -> {
          switch (l) {
            case CLASSES -> {}
            case JAR -> refuseJarOf(war, element);
            case SPRING_BOOT -> refuseMainClass(xml, image);
            case WAR -> refuseWhatAServerDecides(xml, image, war);
          }
        });
    return layout;
  }

  /** Whether the project is a war without a server and specifies a base image, which has one. */
  private boolean isForServer(ImageXml xml) {
    return project.packaging().equals("war")
        && Element.isWritten(xml.baseImage)
        && !Element.isWritten(xml.layout)
        && !ExecutableWar.isIn(project.buildDirectory());
  }

  private static void refuseJarOf(boolean war, Element element) {
    if (war) {
      element.problem("packaging war packages no jar: write classes or war, or leave this out");
    }
  }

  private static void refuseMainClass(ImageXml xml, Element image) {
    if (Element.isWritten(xml.mainClass)) {
      image
          .child("mainClass")
          .problem(
              "has no effect with layout spring-boot, which starts the archive's Start-Class: write"
                  + " <mainClass> of spring-boot-maven-plugin, or <layout>classes</layout>");
    }
  }

  private void refuseWhatAServerDecides(ImageXml xml, Element image, boolean war) {
    if (!war) {
      image
          .child("layout")
          .problem(
              "packaging "
                  + project.packaging()
                  + " packages no war: write one of classes, jar and spring-boot, or leave this"
                  + " out");
      return;
    }
    if (!Element.isWritten(xml.baseImage) || xml.baseImage.trim().equals("scratch")) {
      image
          .child("baseImage")
          .problem("layout war needs an image with a server: write one such as tomcat:10.1-jre17");
    }
    if (Element.isWritten(xml.mainClass)) {
      image
          .child("mainClass")
          .problem(STARTED_BY_THE_SERVER + "leave this out, or write <layout>classes</layout>");
    }
    if (!Element.listOf(xml.jvmFlags).isEmpty()) {
      image
          .child("jvmFlags")
          .problem(
              STARTED_BY_THE_SERVER
                  + "write the flags into a variable that its JVM reads,"
                  + " <environment><JDK_JAVA_OPTIONS>...</JDK_JAVA_OPTIONS></environment>");
    }
  }
}
