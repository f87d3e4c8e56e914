package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Handles a call in AWS's order: parse, authenticate, validate against the shape, authorize,
 * execute.
 */
final class CallHandler {
  private final Admission admission;
  private final Consumer<RecordedCall> listener;
  private final Consumer<String> log;

  /**
   * Creates a handler.
   *
   * @param listener receives every call, including refused ones
   * @param log receives internal failures
   */
  CallHandler(Admission admission, Consumer<RecordedCall> listener, Consumer<String> log) {
    this.admission = admission;
    this.listener = listener;
    this.log = log;
  }

  /**
   * Answers a call.
   *
   * @param proof authenticates the caller or throws
   * @param region of the credential scope
   */
  WireResponse answer(
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
              service,
              protocol,
              call,
              answer(service, protocol, call, () -> checked(service, call)));
    } catch (AwsError e) {
      return ApiResponse.error(protocol, service.xmlNamespace(), requestId, e);
    } catch (RuntimeException e) {
      log.accept("The embedded AWS failed at a request to " + service.signingName() + ": " + e);
      return ApiResponse.error(
          protocol, service.xmlNamespace(), requestId, failed("InternalFailure"));
    }
  }

  private <T> T answer(Service service, Protocol protocol, Call call, Supplier<T> handler) {
    String name = service.signingName();
    var check = new RequestCheck(service, protocol, call);
    try {
      List<Access> authorised = List.of();
      try {
        held(service, call, check::demandShape);
        authorised = admitted(service, protocol, call);
      } finally {
        // Refused calls are recorded too.
        listener.accept(call.recorded(name, authorised));
      }
      check.demandSimulated();
      return handler.get();
    } catch (UnsupportedOperationException e) {
      throw notRehearsed(name, call.operation(), ErrorText.of(e));
    } catch (AwsError e) {
      throw e;
    } catch (RuntimeException e) {
      log.accept("The embedded AWS failed at " + name + ":" + call.operation() + ": " + e);
      throw failed(check.fault());
    }
  }

  /** Returns an internal error without its cause, which only the log contains. */
  private static AwsError failed(String code) {
    return new AwsError(500, code, "The embedded AWS failed; its log has the cause.");
  }

  private static ObjectNode checked(Service service, Call call) {
    ObjectNode answer = held(service, call, () -> service.answer(call));
    AnswerCheck.answered(service, call, answer);
    return answer;
  }

  /** Compares an error with the errors of the operation, for the tests. */
  private static <T> T held(Service service, Call call, Supplier<T> work) {
    try {
      return work.get();
    } catch (AwsError e) {
      AnswerCheck.refused(service, call, e);
      throw e;
    }
  }

  private List<Access> admitted(Service service, Protocol protocol, Call call) {
    return call.caller().equals(Caller.NOBODY)
        ? List.of()
        : admission.admit(service, protocol, call);
  }

  /**
   * Returns the error for what is not simulated: 501, the only server error that no SDK retries.
   */
  static AwsError notRehearsed(String service, String operation, String detail) {
    boolean more = detail != null && !detail.isEmpty() && !detail.equals(operation);
    return new AwsError(
        501,
        "NotImplemented",
        "The embedded AWS does not rehearse %s:%s%s"
            .formatted(service, operation, more ? " (" + detail + ")" : ""));
  }
}
