package io.github.xacct.rehearsal;

import java.util.List;
import java.util.function.Consumer;

/** The XML of one answer: {@code <OpResponse><OpResult>...}, lists as {@code <member>}s. */
final class Elbv2Xml {
  private final Call call;
  private final String namespace;
  private final StringBuilder body = new StringBuilder();

  Elbv2Xml(Call call, String namespace) {
    this.call = call;
    this.namespace = namespace;
  }

  void text(String name, String value) {
    body.append('<').append(name).append('>').append(XmlText.escape(value));
    body.append("</").append(name).append('>');
  }

  void texts(String name, List<String> values) {
    inside(name, () -> values.forEach(value -> text("member", value)));
  }

  void inside(String name, Runnable content) {
    body.append('<').append(name).append('>');
    content.run();
    body.append("</").append(name).append('>');
  }

  <T> void list(String name, List<T> items, Consumer<T> each) {
    inside(name, () -> items.forEach(item -> inside("member", () -> each.accept(item))));
  }

  String document() {
    String operation = call.operation();
    return ("<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>"
            + "<ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>")
        .formatted(operation, namespace, body, call.requestId());
  }
}
