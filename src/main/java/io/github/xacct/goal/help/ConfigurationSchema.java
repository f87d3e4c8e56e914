package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.Dictionary;
import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.goal.configuration.xml.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the XML Schema of the plugin's {@code <configuration>}, with which editors complete and
 * explain elements. docs/ide.md describes its use.
 */
public final class ConfigurationSchema {
  static final String NAMESPACE = "https://xacct.github.io/configuration";

  private final Map<String, PluginFacts.Setting> settings;
  private final ElementTexts texts;
  private final StringBuilder xml = new StringBuilder();

  public ConfigurationSchema(PluginFacts plugin, ElementTexts texts) {
    this.texts = texts;
    this.settings =
        plugin.goals().stream()
            .flatMap(goal -> goal.settings().stream())
            .collect(Collectors.toMap(PluginFacts.Setting::element, s -> s, (one, other) -> one));
  }

  public String text() {
    line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    line(
        0,
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\""
            + NAMESPACE
            + "\" elementFormDefault=\"qualified\">");
    line(1, "<xs:element name=\"configuration\">");
    group(2, Dictionary.CONFIGURATION);
    line(1, "</xs:element>");
    line(0, "</xs:schema>");
    return xml.toString();
  }

  private void element(int depth, Entry parent, Entry entry) {
    String occurs = parent.shape() == Shape.LIST ? "\" maxOccurs=\"unbounded" : "";
    line(depth, "<xs:element name=\"" + entry.name() + "\" minOccurs=\"0" + occurs + "\">");
    documentation(depth + 1, parent, entry);
    switch (entry.shape()) {
      case VALUE -> value(depth + 1, entry);
      case GROUP -> group(depth + 1, entry);
      case LIST -> sequence(depth + 1, () -> element(depth + 3, entry, entry.item()));
      case MAP ->
          sequence(
              depth + 1,
              () ->
                  line(
                      depth + 3,
                      "<xs:any namespace=\"##any\" processContents=\"skip\" minOccurs=\"0\""
                          + " maxOccurs=\"unbounded\"/>"));
    }
    line(depth, "</xs:element>");
  }

  private void documentation(int depth, Entry parent, Entry entry) {
    String text = description(parent, entry);
    if (!text.isEmpty()) {
      line(
          depth,
          "<xs:annotation><xs:documentation>"
              + escaped(text)
              + "</xs:documentation></xs:annotation>");
    }
  }

  private String description(Entry parent, Entry entry) {
    if (parent.isConfiguration() && entry.shape() == Shape.VALUE) {
      return settings.containsKey(entry.name()) ? settings.get(entry.name()).description() : "";
    }
    if (parent.shape() == Shape.LIST) {
      return entry.shape() == Shape.VALUE ? "" : texts.of(entry).meaning();
    }
    var text = texts.of(parent, entry);
    return text.meaning()
        + (text.byDefault().isEmpty() ? "" : " Default: " + text.byDefault() + ".");
  }

  /** Writes the type of a value, for which an expression that Maven resolves is valid, too. */
  private void value(int depth, Entry entry) {
    List<String> words = entry.kind() == ValueKind.FLAG ? List.of("true", "false") : entry.values();
    line(depth, "<xs:simpleType>");
    if (words.isEmpty()) {
      line(depth + 1, "<xs:restriction base=\"xs:string\"/>");
    } else {
      line(depth + 1, "<xs:union>");
      restriction(depth + 2, words.stream().map(w -> "<xs:enumeration value=\"" + w + "\"/>"));
      restriction(depth + 2, Stream.of("<xs:pattern value=\".*\\$\\{.*\\}.*\"/>"));
      line(depth + 1, "</xs:union>");
    }
    line(depth, "</xs:simpleType>");
  }

  private void restriction(int depth, Stream<String> facets) {
    line(depth, "<xs:simpleType>");
    line(depth + 1, "<xs:restriction base=\"xs:string\">");
    facets.forEach(facet -> line(depth + 2, facet));
    line(depth + 1, "</xs:restriction>");
    line(depth, "</xs:simpleType>");
  }

  private void group(int depth, Entry entry) {
    line(depth, "<xs:complexType>");
    line(depth + 1, "<xs:all>");
    entry.children().forEach(child -> element(depth + 2, entry, child));
    line(depth + 1, "</xs:all>");
    line(depth + 1, "<xs:anyAttribute processContents=\"skip\"/>");
    line(depth, "</xs:complexType>");
  }

  private void sequence(int depth, Runnable content) {
    line(depth, "<xs:complexType>");
    line(depth + 1, "<xs:sequence>");
    content.run();
    line(depth + 1, "</xs:sequence>");
    line(depth + 1, "<xs:anyAttribute processContents=\"skip\"/>");
    line(depth, "</xs:complexType>");
  }

  private void line(int depth, String text) {
    xml.append("  ".repeat(depth)).append(text).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("`", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
