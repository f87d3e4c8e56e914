package io.github.xacct.model;

import java.util.Arrays;
import java.util.List;

/** Which output of the build the image contains. */
public enum Layout {
  /** The folder of classes and resources, followed by the dependencies. */
  CLASSES("classes"),

  /** The packaged jar, followed by the dependencies. */
  JAR("jar"),

  /** The archive repackaged by Spring Boot, in the layers of its layer index. */
  SPRING_BOOT("spring-boot"),

  /** The content of the war, for the application server in the base image. */
  WAR("war");

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /** Returns the value in the configuration. */
  public String text() {
    return text;
  }

  /** Returns the values that the configuration accepts. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Layout::text).toList();
  }

  /**
   * Returns the layout with this value.
   *
   * @param text one of {@link #texts()}
   */
  public static Layout of(String text) {
    return Arrays.stream(values()).filter(l -> l.text.equals(text)).findFirst().orElseThrow();
  }
}
