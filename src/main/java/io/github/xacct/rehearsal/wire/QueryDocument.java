package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes a response of the query protocol: a tree as XML, list items as {@code <member>}. */
final class QueryDocument {
  private QueryDocument() {}

  /** Returns the document of a response. */
  static String of(Call call, String namespace, JsonNode result) {
    StringBuilder body = new StringBuilder();
    append(body, result, "member");
    return ("<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>"
            + "<ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>")
        .formatted(call.operation(), namespace, body, call.requestId());
  }

  /** Returns the document in EC2's format: no result element, list items as {@code <item>}. */
  static String ofEc2(Call call, String namespace, JsonNode result) {
    StringBuilder body = new StringBuilder();
    append(body, result, "item");
    return "<%1$sResponse xmlns=\"%2$s\"><requestId>%3$s</requestId>%4$s</%1$sResponse>"
        .formatted(call.operation(), namespace, call.requestId(), body);
  }

  private static void append(StringBuilder body, JsonNode value, String list) {
    if (value.isObject()) {
      value.properties().forEach(e -> element(body, e.getKey(), e.getValue(), list));
    } else if (value.isArray()) {
      value.forEach(item -> element(body, list, item, list));
    } else {
      body.append(XmlText.escape(value.asText()));
    }
  }

  private static void element(StringBuilder body, String name, JsonNode value, String list) {
    body.append('<').append(name).append('>');
    append(body, value, list);
    body.append("</").append(name).append('>');
  }
}
