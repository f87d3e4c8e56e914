package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.stream.Collectors;

/**
 * Dispatches a call to the service in its signature's credential scope, because all services share
 * one endpoint. What is not simulated is answered with 501 and its name, never with {@code {}}.
 */
public final class ApiServer implements AutoCloseable {
  /** Member of a REST call's input that contains the request body. */
  public static final String BODY = "@Body";

  /** Path prefix of the rehearsal's own pages; bucket names cannot contain underscores. */
  private static final String OWN = "/_rehearsal/";

  private final Map<String, Service> services;
  private final SigV4 sigV4;
  private final CallHandler calls;
  private final LoopbackServer server;

  /**
   * Starts the API on a port.
   *
   * @param port 0 for any free port
   * @param ahead time by which its clock is ahead of this machine's
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
    this.calls = new CallHandler(admission, listener, log);
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

  /** Answers an unsigned call of an operation that needs no signature; else empty. */
  private Optional<WireResponse> unsigned(HttpCall http, String requestId) {
    if (!isForm(http)) {
      return Optional.empty();
    }
    String operation = RequestReader.form(http).path("Action").asText();
    return services.values().stream()
        .filter(service -> service.isUnsigned(operation))
        .findFirst()
        .map(service -> calls.answer(service, http, requestId, p -> Caller.NOBODY, "us-east-1"));
  }

  private static boolean isForm(HttpCall http) {
    return http.header("Content-Type").startsWith("application/x-www-form-urlencoded");
  }

  private WireResponse signed(HttpCall http, String requestId, Optional<Signature> signature) {
    Service service = signature.map(s -> services.get(s.service())).orElse(null);
    if (signature.isPresent() && service != null) {
      Signature signed = signature.get();
      return calls.answer(
          service,
          http,
          requestId,
          protocol -> sigV4.verify(signed, http, protocol),
          signed.region());
    }
    Protocol protocol = guess(http, signature);
    AwsError error =
        signature
            .map(s -> CallHandler.notRehearsed(s.service(), named(http), ""))
            .orElseGet(() -> SigV4.missing(http.header("Authorization"), protocol));
    return ApiResponse.error(protocol, "", requestId, error);
  }

  /** Returns the protocol of an error for an unknown service's client: S3 and forms expect XML. */
  private static Protocol guess(HttpCall http, Optional<Signature> signature) {
    boolean s3 = signature.filter(s -> s.service().equals("s3")).isPresent();
    return isForm(http) || s3 ? Protocol.QUERY : Protocol.JSON_1_1;
  }

  /** Returns the operation of an unknown service's call; method and path if it names none. */
  private static String named(HttpCall http) {
    String target = http.header("X-Amz-Target");
    String name =
        isForm(http)
            ? RequestReader.form(http).path("Action").asText()
            : target.substring(target.lastIndexOf('.') + 1);
    return name.isEmpty() ? http.method() + " " + http.path() : name;
  }
}
