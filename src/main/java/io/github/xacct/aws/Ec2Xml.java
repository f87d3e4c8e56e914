package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Converts EC2's XML to JSON: an element becomes a member, text a string. An element that contains
 * {@code item}s, or is named {@code ...Set} and empty, becomes a list.
 */
final class Ec2Xml {
  private Ec2Xml() {}

  /**
   * Returns the members of the root element.
   *
   * @throws IOException if it is not XML
   */
  static ObjectNode read(byte[] xml) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return members(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("an answer that is not AWS's own", e);
    }
  }

  /** Returns the members of the root element, or a missing node if it is not XML. */
  static JsonNode tryToRead(byte[] xml) {
    try {
      return read(xml);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static ObjectNode members(Element element) {
    var members = Json.object();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element member) {
        members.set(member.getTagName(), value(member));
      }
    }
    return members;
  }

  private static JsonNode value(Element element) {
    boolean empty = true;
    var items = Json.array();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element member) {
        empty = false;
        if (member.getTagName().equals("item")) {
          items.add(value(member));
        }
      }
    }
    if (!items.isEmpty() || empty && element.getTagName().endsWith("Set")) {
      return items;
    }
    return empty ? TextNode.valueOf(element.getTextContent()) : members(element);
  }
}
