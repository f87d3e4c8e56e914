package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

/** How an answer of the query protocol is written: a tree as XML, lists as {@code <member>}s. */
final class QueryDocument {
  private QueryDocument() {}

  /** The whole document of one answer. */
  static String of(Call call, String namespace, JsonNode result) {
    StringBuilder body = new StringBuilder();
    append(body, result);
    return ("<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>"
            + "<ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>")
        .formatted(call.operation(), namespace, body, call.requestId());
  }

  private static void append(StringBuilder body, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(e -> element(body, e.getKey(), e.getValue()));
    } else if (value.isArray()) {
      value.forEach(item -> element(body, "member", item));
    } else {
      body.append(XmlText.escape(value.asText()));
    }
  }

  private static void element(StringBuilder body, String name, JsonNode value) {
    body.append('<').append(name).append('>');
    append(body, value);
    body.append("</").append(name).append('>');
  }
}
