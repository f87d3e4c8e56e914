package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What goes back over the wire, in the form of the protocol.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body text
 */
public record ApiResponse(int status, String contentType, String body) implements WireResponse {

  public static ApiResponse ok(Service service, Call call, JsonNode result) {
    String body =
        switch (service.protocol()) {
          case QUERY -> QueryDocument.of(call, service.xmlNamespace(), result);
          case EC2 -> QueryDocument.ofEc2(call, service.xmlNamespace(), result);
          case JSON_1_1, REST_JSON, REST_XML -> Json.write(result);
        };
    return new ApiResponse(200, contentType(service.protocol()), body);
  }

  /**
   * An error as clients read it. In JSON the type stands in the body, because botocore does not
   * look for it in a header.
   */
  static ApiResponse error(
      Protocol protocol, String xmlNamespace, String requestId, AwsError error) {
    String body =
        switch (protocol) {
          case QUERY -> xml(xmlNamespace, requestId, error);
          case EC2 -> ec2(requestId, error);
          case JSON_1_1, REST_JSON -> json(error);
          case REST_XML -> s3(requestId, error);
        };
    return new ApiResponse(error.status(), contentType(protocol), body);
  }

  @Override
  public void send(HttpExchange exchange, String requestId) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    boolean silent = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, silent ? -1 : bytes.length);
    if (!silent) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String contentType(Protocol protocol) {
    return switch (protocol) {
      case JSON_1_1 -> "application/x-amz-json-1.1";
      case REST_JSON -> "application/json";
      case QUERY, EC2 -> "text/xml";
      case REST_XML -> "application/xml";
    };
  }

  private static String json(AwsError error) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("__type", error.code())
        .put("message", error.getMessage())
        .toString();
  }

  private static String s3(String requestId, AwsError error) {
    return "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>"
        .formatted(XmlText.escape(error.code()), XmlText.escape(ErrorText.of(error)), requestId);
  }

  private static String ec2(String requestId, AwsError error) {
    return "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>%s</RequestID></Response>"
        .formatted(XmlText.escape(error.code()), XmlText.escape(ErrorText.of(error)), requestId);
  }

  private static String xml(String namespace, String requestId, AwsError error) {
    return """
        <ErrorResponse%s>
          <Error>
            <Type>%s</Type>
            <Code>%s</Code>
            <Message>%s</Message>
          </Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
        .formatted(
            namespace.isEmpty() ? "" : " xmlns=\"" + namespace + "\"",
            error.status() < 500 ? "Sender" : "Receiver",
            XmlText.escape(error.code()),
            XmlText.escape(ErrorText.of(error)),
            requestId);
  }
}
