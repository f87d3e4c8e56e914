package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which service answers a call: the one that the signature's credential scope names, because all
 * share one endpoint. What is not rehearsed answers 501 and is named, never {@code {}}.
 */
public final class ApiServer implements AutoCloseable {
  /** Member of a REST call's input that holds what was sent. */
  public static final String BODY = "@Body";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Service> services;
  private final SigV4 sigV4;
  private final Admission admission;
  private final Consumer<RecordedCall> listener;
  private final Consumer<String> log;
  private final LoopbackServer server;

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   * @param ahead how much its clock is ahead of this machine's
   * @throws IOException if the port is taken
   */
  public ApiServer(
      int port,
      List<Service> services,
      Duration ahead,
      SigV4 sigV4,
      Admission admission,
      Consumer<RecordedCall> listener,
      Consumer<String> log)
      throws IOException {
    this.services =
        services.stream().collect(Collectors.toMap(Service::signingName, Function.identity()));
    this.sigV4 = sigV4;
    this.admission = admission;
    this.listener = listener;
    this.log = log;
    this.server = new LoopbackServer("api", port, this::handle, ahead);
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String requestId = UUID.randomUUID().toString();
      answer(HttpCall.read(exchange), requestId).send(exchange, requestId);
    }
  }

  private WireResponse answer(HttpCall http, String requestId) {
    Optional<Signature> signature = Signature.of(http);
    return signature.isEmpty()
        ? unsigned(http, requestId)
            .<WireResponse>map(response -> response)
            .orElseGet(() -> signed(http, requestId, signature))
        : signed(http, requestId, signature);
  }

  /** A call that proves who it is in another way. */
  private Optional<ApiResponse> unsigned(HttpCall http, String requestId) {
    if (!http.header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
      return Optional.empty();
    }
    ObjectNode input = input(Protocol.QUERY, http);
    String operation = operation(Protocol.QUERY, http, input);
    return services.values().stream()
        .filter(service -> service.isUnsigned(operation))
        .findFirst()
        .map(service -> unsigned(service, operation, input, requestId));
  }

  private ApiResponse unsigned(
      Service service, String operation, ObjectNode input, String requestId) {
    var call = new Call(Caller.NOBODY, "us-east-1", operation, input, requestId);
    try {
      listener.accept(call.recorded(service.signingName(), List.of()));
      return ApiResponse.ok(service, call, service.answer(call));
    } catch (AwsError e) {
      return ApiResponse.error(service.protocol(), service.xmlNamespace(), requestId, e);
    }
  }

  private WireResponse signed(HttpCall http, String requestId, Optional<Signature> signature) {
    Service service = signature.map(s -> services.get(s.service())).orElse(null);
    Protocol protocol = service == null ? guess(http, signature) : service.protocol();
    String namespace = service == null ? "" : service.xmlNamespace();
    try {
      if (signature.isEmpty()) {
        throw SigV4.missing(protocol);
      }
      if (service == null) {
        ObjectNode form = protocol.takesForms() ? input(protocol, http) : null;
        throw notRehearsed(signature.get().service(), operation(protocol, http, form), "");
      }
      Service.Route route =
          service instanceof RawService raw ? raw.route(http) : route(service, http);
      ObjectNode input = route.input();
      String operation = route.operation();
      Caller caller = sigV4.verify(signature.get(), http, protocol);
      var call = new Call(caller, signature.get().region(), operation, input, requestId);
      return service instanceof RawService raw
          ? answer(service, call, () -> raw.answer(call, http))
          : ApiResponse.ok(service, call, answer(service, call, () -> service.answer(call)));
    } catch (AwsError e) {
      return ApiResponse.error(protocol, namespace, requestId, e);
    }
  }

  private <T> T answer(Service service, Call call, Supplier<T> handler) {
    String name = service.signingName();
    try {
      List<Access> authorised = List.of();
      try {
        authorised = admission.admit(service, call);
      } finally {
        // A call that is refused has come in too.
        listener.accept(call.recorded(name, authorised));
      }
      return handler.get();
    } catch (UnsupportedOperationException e) {
      throw notRehearsed(name, call.operation(), ErrorText.of(e));
    } catch (AwsError e) {
      throw e;
    } catch (RuntimeException e) {
      log.accept("The embedded AWS failed at " + name + ":" + call.operation() + ": " + e);
      throw new AwsError(500, "InternalFailure", "The embedded AWS failed: " + e);
    }
  }

  /** 501 is the one server error that no SDK tries again. */
  private static AwsError notRehearsed(String service, String operation, String detail) {
    boolean more = detail != null && !detail.isEmpty() && !detail.equals(operation);
    return new AwsError(
        501,
        "NotImplemented",
        "The embedded AWS does not rehearse "
            + service
            + ":"
            + operation
            + (more ? " (" + detail + ")" : ""));
  }

  /** Of a REST call whose path nobody knows, method and path stand for the operation. */
  private static Service.Route route(Service service, HttpCall http) {
    ObjectNode input = input(service.protocol(), http);
    return service
        .route(http.method(), http.path())
        .map(
            known -> {
              if (http.method().equals("POST")) {
                known.input().set(BODY, input);
              }
              return known;
            })
        .orElseGet(() -> new Service.Route(operation(service.protocol(), http, input), input));
  }

  /** How to report an unknown service's client that it is unknown: S3 and forms expect XML. */
  private static Protocol guess(HttpCall http, Optional<Signature> signature) {
    boolean form = http.header("Content-Type").startsWith("application/x-www-form-urlencoded");
    boolean s3 = signature.filter(s -> s.service().equals("s3")).isPresent();
    return form || s3 ? Protocol.QUERY : Protocol.JSON_1_1;
  }

  /** A call of a REST service has no name: method and path stand for it. */
  private static String operation(Protocol protocol, HttpCall http, @Nullable ObjectNode input) {
    String target = http.header("X-Amz-Target");
    String name =
        input != null && protocol.takesForms()
            ? input.path("Action").asText("")
            : target.substring(target.lastIndexOf('.') + 1);
    return name.isEmpty() ? http.method() + " " + http.path() : name;
  }

  private static ObjectNode input(Protocol protocol, HttpCall http) {
    String body = new String(http.body(), StandardCharsets.UTF_8);
    return protocol.takesForms() ? form(http.query() + "&" + body) : json(body);
  }

  private static ObjectNode json(String body) {
    try {
      JsonNode input = JSON.readTree(body.isEmpty() ? "{}" : body);
      if (input instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Told below, as AWS reports it: without saying where.
    }
    throw AwsError.badRequest("SerializationException", "The request is not a JSON object");
  }

  private static ObjectNode form(String text) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
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
      throw AwsError.badRequest("MalformedQueryString", "The form is not encoded well: " + text);
    }
  }
}
