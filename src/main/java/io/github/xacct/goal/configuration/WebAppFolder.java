package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.model.Layout;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder of the root web app in the server of a base image. Source: the pages of the official
 * images tomcat, tomee and jetty.
 */
final class WebAppFolder {
  private static final Map<String, String> OF_SERVERS =
      Map.of(
          "tomcat", "/usr/local/tomcat/webapps/ROOT",
          "tomee", "/usr/local/tomee/webapps/ROOT",
          "jetty", "/var/lib/jetty/webapps/ROOT");

  private static final Pattern FOLDER = Pattern.compile("(/[\\w.+@-]+)+");

  private WebAppFolder() {}

  /** Returns the folder; empty if the layout is not that of a war, or if there is a problem. */
  static Optional<String> read(ImageXml xml, Optional<Layout> layout, Element image) {
    Element element = image.child("appRoot");
    if (!layout.equals(Optional.of(Layout.WAR))) {
      if (Element.isWritten(xml.appRoot)) {
        element.problem("has an effect only with <layout>war</layout>: leave this out");
      }
      return Optional.empty();
    }
    if (Element.isWritten(xml.appRoot)) {
      return element.optional(xml.appRoot, WebAppFolder::folder);
    }
    Optional<String> known = Optional.ofNullable(xml.baseImage).flatMap(WebAppFolder::of);
    if (known.isEmpty() && Element.isWritten(xml.baseImage)) {
      element.problem(
          "missing, and unknown of "
              + xml.baseImage.trim()
              + ": write the folder of its root web app, such as /usr/local/tomcat/webapps/ROOT");
    }
    return known;
  }

  /** Returns the folder of an image whose repository has the name of a server. */
  private static Optional<String> of(String image) {
    String name = image.trim().replaceAll("@.*$|:[^/]*$", "").replaceAll("^.*/", "");
    boolean another = image.contains("bitnami/"); // which has folders of its own
    return another ? Optional.empty() : Optional.ofNullable(OF_SERVERS.get(name));
  }

  private static String folder(String text) {
    if (!FOLDER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a folder of the image: write one such as /usr/local/tomcat/webapps/ROOT");
    }
    return text;
  }
}
