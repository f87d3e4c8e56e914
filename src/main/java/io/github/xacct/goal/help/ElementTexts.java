package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.Dictionary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The descriptions of the configuration's elements. They are the Javadoc of the {@code ...Xml}
 * classes, stored in a resource because Javadoc is not available at run time; {@code
 * ReferenceDocTest} writes it. Code is in backticks.
 */
public final class ElementTexts {
  static final String RESOURCE = "elements.tsv";

  /**
   * The description of an element.
   *
   * @param byDefault the default; empty if it is not described
   */
  record Text(String meaning, String byDefault) {}

  private final Map<String, Text> texts;

  private ElementTexts(Map<String, Text> texts) {
    this.texts = texts;
  }

  public static ElementTexts read() {
    try (InputStream in = ElementTexts.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses lines of key, default and meaning. */
  static ElementTexts parse(String lines) {
    var texts = new HashMap<String, Text>();
    lines
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(cells -> texts.put(cells[0], new Text(cells[2], cells[1])));
    return new ElementTexts(texts);
  }

  /** Returns the description of a child of a group. */
  Text of(Dictionary.Entry group, Dictionary.Entry child) {
    return text(group.type().getSimpleName() + "." + child.name());
  }

  /** Returns the description of a group. */
  Text of(Dictionary.Entry group) {
    return text(group.type().getSimpleName());
  }

  private Text text(String key) {
    Text text = texts.get(key);
    if (text == null) {
      throw new IllegalStateException(RESOURCE + " lacks " + key);
    }
    return text;
  }
}
