package io.github.xacct.rehearsal.wire;

/** How a text is written between two XML tags. */
public final class XmlText {
  private XmlText() {}

  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
