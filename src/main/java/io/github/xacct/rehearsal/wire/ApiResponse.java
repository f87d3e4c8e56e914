package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.shape.ModelShape;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.shape.TypedTree;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A response in the format of the call's protocol.
 *
 * @param status HTTP status
 * @param headers sent in addition to those of every response; includes Content-Type
 * @param bytes of the body
 */
public record ApiResponse(int status, Map<String, String> headers, byte[] bytes)
    implements WireResponse {

  /** Returns a success response in the service's primary protocol. */
  public static ApiResponse ok(Service service, Call call, JsonNode result) {
    return ok(service, service.protocol(), call, result);
  }

  static ApiResponse ok(Service service, Protocol protocol, Call call, JsonNode result) {
    Optional<ModelShape> shape =
        ServiceModel.of(service.signingName())
            .flatMap(model -> model.operation(call.operation()))
            .flatMap(OperationModel::output);
    // A service of the query protocol returns texts only; JSON and CBOR clients expect numbers.
    boolean typed = service.protocol() == Protocol.QUERY;
    JsonNode tree = typed ? shape.map(s -> TypedTree.of(s, result)).orElse(result) : result;
    return switch (protocol) {
      case QUERY -> text(200, protocol, QueryDocument.of(call, service.xmlNamespace(), result));
      case EC2 -> text(200, protocol, QueryDocument.ofEc2(call, service.xmlNamespace(), result));
      case JSON_1_1, JSON_1_0, REST_JSON, REST_XML -> text(200, protocol, Json.write(tree));
      case RPC_CBOR -> new ApiResponse(200, CBOR, Cbor.write(shape, tree));
    };
  }

  private static ApiResponse text(int status, Protocol protocol, String body) {
    return text(status, contentType(protocol), body);
  }

  static ApiResponse text(int status, String contentType, String body) {
    return new ApiResponse(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the body as text. */
  public String body() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns an error response. In JSON the body contains the type, because botocore does not read
   * it from a header.
   */
  static ApiResponse error(
      Protocol protocol, String xmlNamespace, String requestId, AwsError error) {
    if (!protocol.takesForms()
        && error.status() == 404
        && error.code().equals(RequestReader.UNKNOWN_OPERATION)) {
      return text(404, "application/xml", "<UnknownOperationException/>\n");
    }
    return switch (protocol) {
      case QUERY -> text(error.status(), protocol, xml(xmlNamespace, requestId, error));
      case EC2 -> text(error.status(), protocol, ec2(requestId, error));
      case JSON_1_1, JSON_1_0, REST_JSON -> text(error.status(), protocol, Json.write(json(error)));
      case RPC_CBOR -> cbor(error);
      case REST_XML -> text(error.status(), protocol, s3(requestId, error));
    };
  }

  /** Returns a CBOR error with the code of the service's query protocol, which clients prefer. */
  private static ApiResponse cbor(AwsError error) {
    Map<String, String> headers = new LinkedHashMap<>(CBOR);
    headers.put(
        "x-amzn-query-error", error.code() + (error.status() < 500 ? ";Sender" : ";Receiver"));
    return new ApiResponse(error.status(), headers, Cbor.write(Optional.empty(), json(error)));
  }

  /** The headers of a response in CBOR. */
  private static final Map<String, String> CBOR =
      Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor");

  @Override
  public void send(HttpExchange exchange, String requestId) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
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
      case JSON_1_0 -> "application/x-amz-json-1.0";
      case RPC_CBOR -> "application/cbor";
      case REST_JSON -> "application/json";
      case QUERY, EC2 -> "text/xml";
      case REST_XML -> "application/xml";
    };
  }

  private static ObjectNode json(AwsError error) {
    ObjectNode json = Json.object().put("__type", error.code());
    return ErrorText.of(error).isEmpty() ? json : json.put("message", ErrorText.of(error));
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
