package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which service answers a call: the one that the signature's credential scope names, because all
 * share one endpoint. What is not rehearsed answers 501 and is named, never {@code {}}.
 */
public final class ApiServer implements AutoCloseable {
  /** Member of a REST call's input that holds what was sent. */
  public static final String BODY = "@Body";

  /** Under which the rehearsal's own pages are; no bucket's name has an underscore. */
  private static final String OWN = "/_rehearsal/";

  private final Map<String, Service> services;
  private final SigV4 sigV4;
  private final Admission admission;
  private final Consumer<RecordedCall> listener;
  private final Consumer<String> log;
  private final LoopbackServer server;

  /**
   * Starts the API on a port.
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
    if (http.path().startsWith(OWN)) {
      return page(http, requestId);
    }
    Optional<Signature> signature = Signature.of(http);
    return signature.isEmpty()
        ? unsigned(http, requestId).orElseGet(() -> signed(http, requestId, signature))
        : signed(http, requestId, signature);
  }

  private WireResponse page(HttpCall http, String requestId) {
    try {
      return services.values().stream()
          .flatMap(service -> service.page(http).stream())
          .findFirst()
          .orElseThrow(() -> new AwsError(404, "NotFound", "There is no page " + http.path()));
    } catch (AwsError e) {
      return ApiResponse.error(Protocol.REST_JSON, "", requestId, e);
    }
  }

  /** A call that proves who it is in another way. */
  private Optional<WireResponse> unsigned(HttpCall http, String requestId) {
    if (!isForm(http)) {
      return Optional.empty();
    }
    String operation = RequestReader.form(http).path("Action").asText();
    return services.values().stream()
        .filter(service -> service.isUnsigned(operation))
        .findFirst()
        .map(service -> answer(service, http, requestId, protocol -> Caller.NOBODY, "us-east-1"));
  }

  private static boolean isForm(HttpCall http) {
    return http.header("Content-Type").startsWith("application/x-www-form-urlencoded");
  }

  private WireResponse signed(HttpCall http, String requestId, Optional<Signature> signature) {
    Service service = signature.map(s -> services.get(s.service())).orElse(null);
    if (signature.isPresent() && service != null) {
      Signature signed = signature.get();
      return answer(
          service,
          http,
          requestId,
          protocol -> sigV4.verify(signed, http, protocol),
          signed.region());
    }
    Protocol protocol = guess(http, signature);
    AwsError error =
        signature
            .map(s -> notRehearsed(s.service(), named(http), ""))
            .orElseGet(() -> SigV4.missing(protocol));
    return ApiResponse.error(protocol, "", requestId, error);
  }

  /** Reads the request, then proves who sent it, then holds it against its shape. */
  private WireResponse answer(
      Service service,
      HttpCall http,
      String requestId,
      Function<Protocol, Caller> proof,
      String region) {
    RequestReader reader = new RequestReader(service, http);
    Protocol protocol = reader.protocol();
    try {
      Request request = reader.read();
      Caller caller = proof.apply(protocol);
      var call = new Call(caller, region, request.operation(), request.input(), requestId);
      return service instanceof RawService raw
          ? answer(service, protocol, call, () -> raw.answer(call, http))
          : ApiResponse.ok(
              service, protocol, call, answer(service, protocol, call, () -> checked(service, call)));
    } catch (AwsError e) {
      return ApiResponse.error(protocol, service.xmlNamespace(), requestId, e);
    }
  }

  private <T> T answer(Service service, Protocol protocol, Call call, Supplier<T> handler) {
    String name = service.signingName();
    try {
      var check = new RequestCheck(service, protocol, call);
      List<Access> authorised = List.of();
      try {
        check.demandShape();
        authorised = admitted(service, protocol, call);
      } finally {
        // A call that is refused has come in too.
        listener.accept(call.recorded(name, authorised));
      }
      check.demandPlayed();
      return handler.get();
    } catch (UnsupportedOperationException e) {
      throw notRehearsed(name, call.operation(), ErrorText.of(e));
    } catch (AwsError e) {
      throw e;
    } catch (RuntimeException e) {
      log.accept("The embedded AWS failed at " + name + ":" + call.operation() + ": " + e);
      throw new AwsError(500, "InternalFailure", "The embedded AWS failed; its log says why.");
    }
  }

  private static ObjectNode checked(Service service, Call call) {
    try {
      ObjectNode answer = service.answer(call);
      AnswerCheck.answered(service, call, answer);
      return answer;
    } catch (AwsError e) {
      AnswerCheck.refused(service, call, e);
      throw e;
    }
  }

  private List<Access> admitted(Service service, Protocol protocol, Call call) {
    return call.caller().equals(Caller.NOBODY) ? List.of() : admission.admit(service, protocol, call);
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

  /** How to report an unknown service's client that it is unknown: S3 and forms expect XML. */
  private static Protocol guess(HttpCall http, Optional<Signature> signature) {
    boolean s3 = signature.filter(s -> s.service().equals("s3")).isPresent();
    return isForm(http) || s3 ? Protocol.QUERY : Protocol.JSON_1_1;
  }

  /** What a call of an unknown service wants; method and path if it does not name it. */
  private static String named(HttpCall http) {
    String target = http.header("X-Amz-Target");
    String name =
        isForm(http)
            ? RequestReader.form(http).path("Action").asText()
            : target.substring(target.lastIndexOf('.') + 1);
    return name.isEmpty() ? http.method() + " " + http.path() : name;
  }
}
