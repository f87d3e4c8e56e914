package io.github.xacct.goal.configuration.xml;

import java.nio.charset.StandardCharsets;

/**
 * Whether an XML file may contain text next to elements, found without a parser, because loading
 * the JDK's takes longer than all other reading of a POM. True if uncertain.
 */
final class MixedContent {
  private final String xml;
  private int at;
  private boolean text;
  private boolean afterElement;

  private MixedContent(String xml) {
    this.xml = xml;
  }

  /** Scans the bytes: markup is ASCII in all encodings that extend ASCII. */
  static boolean mayBeIn(byte[] file) {
    var xml = new String(file, StandardCharsets.ISO_8859_1);
    return xml.indexOf(0) >= 0 || !xml.contains("<project") || new MixedContent(xml).isThere();
  }

  private boolean isThere() {
    for (int tag = xml.indexOf('<'); tag >= 0; tag = xml.indexOf('<', at)) {
      text |= !xml.substring(at, tag).isBlank();
      at = tag;
      if (isUnexpected()) {
        return true;
      }
    }
    return false;
  }

  /** Reads one piece of markup; true if text is next to it or it is not understood. */
  private boolean isUnexpected() {
    if (xml.startsWith("<!--", at)) {
      return !skip("-->");
    }
    if (xml.startsWith("<?", at)) {
      return !skip("?>");
    }
    if (xml.startsWith("<!", at)) {
      return true; // requires a parser
    }
    boolean end = xml.startsWith("</", at);
    boolean mixed = text && (!end || afterElement);
    boolean closed = skipTag();
    afterElement = end || xml.charAt(at - 2) == '/';
    text = false;
    return mixed || !closed;
  }

  private boolean skip(String end) {
    int found = xml.indexOf(end, at);
    at = found < 0 ? xml.length() : found + end.length();
    return found >= 0;
  }

  /** Skips a tag; attribute values may contain the character that ends it. */
  private boolean skipTag() {
    char quote = 0;
    for (at++; at < xml.length(); at++) {
      char c = xml.charAt(at);
      if (quote == 0 && c == '>') {
        at++;
        return true;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return false;
  }
}
