package io.github.xacct.rehearsal.wire;

/** Escapes text for XML elements. */
public final class XmlText {
  private XmlText() {}

  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
