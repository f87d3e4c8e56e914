package io.github.xacct.model;

import java.util.Arrays;
import java.util.List;

/** What of the build becomes the image. */
public enum Layout {
  /** The folder of classes and resources, and behind it the dependencies. */
  CLASSES("classes"),

  /** The packaged jar, and behind it the dependencies. */
  JAR("jar"),

  /** The archive that Spring Boot has repackaged, in the layers of its index. */
  SPRING_BOOT("spring-boot"),

  /** The content of the war, for the server of the base image. */
  WAR("war");

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** How each of them is written. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Layout::text).toList();
  }

  /**
   * The layout that is written so.
   *
   * @param text one of {@link #texts()}
   */
  public static Layout of(String text) {
    return Arrays.stream(values()).filter(l -> l.text.equals(text)).findFirst().orElseThrow();
  }
}
