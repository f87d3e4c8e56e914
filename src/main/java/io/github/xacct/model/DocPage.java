package io.github.xacct.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A section of the documentation to which messages link. The only class that contains its URL; each
 * version links to its own documentation.
 */
public enum DocPage {
  CI("ci.md"),
  ENGINES("engines.md"),
  MOVING("moving.md"),
  AN_IMAGE_OF_ANOTHER_BUILDER("image.md#an-image-of-another-builder"),
  MAIN_CLASS("image.md#main-class"),
  MISSING_CLASSES("image.md#missing-classes"),
  INHERITANCE("inheritance.md"),
  PREFLIGHT("preflight.md"),
  STACKS("stacks.md"),
  ANOTHER_IMAGE("troubleshooting.md#another-image"),
  ASSUME_ROLE_DENIED("troubleshooting.md#assume-role-denied"),
  CANNOT_PULL("troubleshooting.md#cannot-pull"),
  DEPLOYMENT_IN_FLIGHT("troubleshooting.md#deployment-in-flight"),
  EXEC_FORMAT_ERROR("troubleshooting.md#exec-format-error"),
  NEVER_HEALTHY("troubleshooting.md#never-healthy"),
  NO_CAPACITY("troubleshooting.md#no-capacity"),
  OUT_OF_MEMORY("troubleshooting.md#out-of-memory"),
  RESOURCE_INITIALIZATION("troubleshooting.md#resource-initialization"),
  ROLE_TRUST("troubleshooting.md#role-trust"),
  THE_APP_ENDS_BY_ITSELF("troubleshooting.md#the-app-ends-by-itself");

  private static final String DOCS =
      "https://github.com/xacct/xacct-maven-plugin/blob/" + reference() + "/docs/";

  private final String place;

  DocPage(String place) {
    this.place = place;
  }

  /**
   * Returns page and anchor below the folder docs, such as {@code troubleshooting.md#cannot-pull}.
   */
  public String place() {
    return place;
  }

  /** Returns the URL of the section in this version's documentation. */
  @Override
  public String toString() {
    return DOCS + place;
  }

  /** The tag of a release; the main branch for a snapshot. */
  private static String reference() {
    try (InputStream in = DocPage.class.getResourceAsStream("docs.properties")) {
      var properties = new Properties();
      properties.load(in);
      String reference = properties.getProperty("reference");
      return reference.contains("$") ? "main" : reference;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
