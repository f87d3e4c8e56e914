package io.github.xacct.goal.configuration.xml;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Finds text between the elements of the plugin's {@code <configuration>}. Maven drops it when it
 * reads the POM, so the file itself is read.
 */
public final class StrayText {
  private static final String ARTIFACT = "xacct-maven-plugin";

  private final ConfigurationProblems problems;

  public StrayText(ConfigurationProblems problems) {
    this.problems = problems;
  }

  /** Reports the text in a POM; an unreadable POM is left to Maven. */
  public void in(File pom) {
    try {
      byte[] text = Files.readAllBytes(pom.toPath());
      if (!MixedContent.mayBeIn(text)) {
        return;
      }
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(text));
      var plugins = document.getElementsByTagName("plugin");
      for (int i = 0; i < plugins.getLength(); i++) {
        plugin(plugins.item(i));
      }
    } catch (ParserConfigurationException | SAXException | IOException e) {
      return;
    }
  }

  private void plugin(Node plugin) {
    if (children(plugin).stream().noneMatch(StrayText::isOurs)) {
      return;
    }
    for (Node child : children(plugin)) {
      if (child.getNodeName().equals("configuration")) {
        check(child, Element.root(problems));
      } else if (child.getNodeName().equals("executions")) {
        children(child).stream()
            .flatMap(execution -> children(execution).stream())
            .filter(node -> node.getNodeName().equals("configuration"))
            .forEach(configuration -> check(configuration, Element.root(problems)));
      }
    }
  }

  private static boolean isOurs(Node node) {
    return node.getNodeName().equals("artifactId") && node.getTextContent().trim().equals(ARTIFACT);
  }

  private void check(Node node, Element element) {
    List<Node> children = children(node);
    if (!children.isEmpty() && hasText(node)) {
      // Without the text itself, which may be a secret.
      element.problem(
          "unexpected text between its elements: remove it, or write an element for it");
    }
    int position = 0;
    for (Node child : children) {
      position++;
      boolean item = node.getNodeName().equals(child.getNodeName() + "s");
      check(
          child,
          item
              ? element.child(child.getNodeName(), name(child), position)
              : element.child(child.getNodeName()));
    }
  }

  private static @Nullable String name(Node item) {
    return children(item).stream()
        .filter(child -> child.getNodeName().equals("name"))
        .map(Node::getTextContent)
        .findFirst()
        .orElse(null);
  }

  private static boolean hasText(Node node) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      boolean text =
          child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE;
      if (text && !child.getTextContent().isBlank()) {
        return true;
      }
    }
    return false;
  }

  private static List<Node> children(Node node) {
    var children = new ArrayList<Node>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeType() == Node.ELEMENT_NODE) {
        children.add(child);
      }
    }
    return children;
  }
}
