package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.shape.FormTree;
import io.github.xacct.rehearsal.shape.ModelShape;
import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a request: its protocol among those of the service, its operation and its input. Sources:
 * Smithy, "AWS JSON 1.1", "AWS query", "RPC v2 CBOR"; the common errors in the services' API
 * references.
 */
final class RequestReader {
  /**
   * The error code of a JSON service for a request without operation; sent as XML with status 404.
   */
  static final String UNKNOWN_OPERATION = "UnknownOperationException";

  private static final ObjectReader JSON =
      Json.JSON.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("application/(json|x-amz-json-1\\.[01])\\s*(;.*)?");
  private static final Pattern RPC = Pattern.compile("/service/([^/]+)/operation/([^/]+)");

  private final Service service;
  private final HttpCall http;
  private final Optional<ServiceModel> model;

  RequestReader(Service service, HttpCall http) {
    this.service = service;
    this.http = http;
    this.model = ServiceModel.of(service.signingName());
  }

  /**
   * Returns the protocol of the request; a service of the query protocol may accept JSON and CBOR
   * too.
   */
  Protocol protocol() {
    boolean several = model.filter(m -> !m.targetPrefix().isEmpty()).isPresent();
    return switch (service.protocol()) {
      case QUERY -> several ? other().orElse(Protocol.QUERY) : Protocol.QUERY;
      case JSON_1_1 ->
          http.header("Content-Type").startsWith("application/x-amz-json-1.0")
              ? Protocol.JSON_1_0
              : Protocol.JSON_1_1;
      default -> service.protocol();
    };
  }

  private Optional<Protocol> other() {
    if (http.header("smithy-protocol").equals("rpc-v2-cbor")) {
      return Optional.of(Protocol.RPC_CBOR);
    }
    return http.header("X-Amz-Target").isEmpty()
        ? Optional.empty()
        : Optional.of(Protocol.JSON_1_0);
  }

  /**
   * Parses operation and input by the protocol of the request.
   *
   * @throws AwsError if it names no operation or its body does not conform to the protocol
   */
  Request read() {
    Protocol protocol = protocol();
    return switch (protocol) {
      case QUERY, EC2 -> form(protocol);
      case JSON_1_1, JSON_1_0 -> new Request(protocol, target(), fields(json()));
      case RPC_CBOR -> new Request(protocol, rpcOperation(), fields(cbor()));
      case REST_JSON -> rest();
      case REST_XML -> raw();
    };
  }

  private Request form(Protocol protocol) {
    ObjectNode form = form(http);
    String action = form.path("Action").asText();
    if (action.isEmpty()) {
      throw AwsError.badRequest("MissingAction", "Missing Action");
    }
    model.ifPresent(m -> checkVersion(m, action, form.path("Version").asText()));
    return new Request(protocol, action, form);
  }

  private static void checkVersion(ServiceModel model, String action, String version) {
    boolean unknown = model.isWhole() && model.operation(action).isEmpty();
    if (unknown || !version.equals(model.apiVersion())) {
      throw AwsError.badRequest(
          "InvalidAction",
          "Could not find operation "
              + action
              + " for version "
              + (version.isEmpty() ? "NO_VERSION_SPECIFIED" : version));
    }
  }

  /**
   * Returns the operation in X-Amz-Target; any request but a POST of JSON to {@code /} gets a 404
   * in XML.
   */
  private String target() {
    boolean json = MEDIA_TYPE.matcher(http.header("Content-Type")).matches();
    if (!json || !http.method().equals("POST") || !http.path().equals("/")) {
      throw new AwsError(404, UNKNOWN_OPERATION, "");
    }
    String target = http.header("X-Amz-Target");
    int dot = target.lastIndexOf('.');
    String operation = target.substring(dot + 1);
    boolean known =
        model
            .map(
                m ->
                    dot > 0
                        && target.substring(0, dot).equals(m.targetPrefix())
                        && (!m.isWhole() || m.operation(operation).isPresent()))
            .orElse(dot > 0);
    if (!known || operation.isEmpty()) {
      throw AwsError.badRequest(UNKNOWN_OPERATION, "");
    }
    return operation;
  }

  private String rpcOperation() {
    Matcher path = RPC.matcher(http.path());
    boolean known =
        path.matches() && path.group(1).equals(model.map(ServiceModel::targetPrefix).orElse(""));
    if (!known || !http.method().equals("POST")) {
      throw new AwsError(404, UNKNOWN_OPERATION, "");
    }
    return path.group(2);
  }

  /** Parses a REST call; method and path replace the operation of an unknown path. */
  private Request rest() {
    Service.Route route =
        service
            .route(http.method(), http.path())
            .orElseGet(() -> new Service.Route(http.method() + " " + http.path(), Json.object()));
    ObjectNode input = route.input();
    model
        .flatMap(m -> m.operation(route.operation()))
        .flatMap(operation -> operation.input())
        .ifPresent(shape -> addLocated(shape, input));
    if (http.method().equals("POST")) {
      input.set(ApiServer.BODY, http.body().length == 0 ? Json.object() : json());
    }
    return new Request(Protocol.REST_JSON, route.operation(), input);
  }

  private Request raw() {
    Service.Route route = ((RawService) service).route(http);
    return new Request(Protocol.REST_XML, route.operation(), route.input());
  }

  /** Adds the members in headers and in the query. */
  private void addLocated(ModelShape shape, ObjectNode input) {
    ObjectNode query = fields(http.query());
    for (String member : shape.members().keySet()) {
      String name = shape.locationName(member);
      String text =
          switch (shape.location(member)) {
            case "header" -> http.header(name);
            case "querystring" -> query.path(name).asText();
            default -> "";
          };
      if (!text.isEmpty()) {
        input.put(member, text);
      }
    }
  }

  /**
   * Returns a tree as form fields if the service's handlers read forms, whatever the request's
   * protocol.
   */
  private ObjectNode fields(ObjectNode tree) {
    return service.protocol().takesForms() ? FormTree.fields(tree) : tree;
  }

  private ObjectNode json() {
    try {
      if (JSON.readTree(http.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Reported below with an empty message, as AWS reports it.
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw AwsError.badRequest("SerializationException", "");
  }

  private ObjectNode cbor() {
    try {
      if (http.body().length == 0) {
        return Json.object();
      }
      if (Cbor.read(http.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw AwsError.badRequest("SerializationException", "");
  }

  /** Returns all fields of a form, including those of the query. */
  static ObjectNode form(HttpCall http) {
    return fields(http.query() + "&" + new String(http.body(), StandardCharsets.UTF_8));
  }

  private static ObjectNode fields(String text) {
    ObjectNode fields = Json.object();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        fields.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsError(
          404, "MalformedQueryString", "The query string contains a syntax error: " + text);
    }
  }
}
