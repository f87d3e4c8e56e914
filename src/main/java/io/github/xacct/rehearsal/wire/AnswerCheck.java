package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.shape.ShapeValidation;
import io.github.xacct.rehearsal.shape.TypedTree;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Compares the responses of the embedded AWS with AWS's models. Only the tests register a listener,
 * and fail at a deviation.
 */
public final class AnswerCheck {
  /**
   * The errors that any operation of any service may return. Source: "Common errors" in API
   * references.
   */
  private static final Set<String> COMMON =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "InternalFailure",
          "MalformedInput",
          "NotImplemented",
          "SerializationException",
          "Throttling",
          "ThrottlingException",
          "ValidationError",
          "ValidationException");

  private static final AtomicReference<Consumer<String>> LISTENER = new AtomicReference<>();

  private AnswerCheck() {}

  /** Registers the listener that receives each deviation from now on. */
  public static void listen(Consumer<String> deviations) {
    LISTENER.set(deviations);
  }

  /** Compares a response with its shape. */
  public static void answered(Service service, Call call, JsonNode answer) {
    Consumer<String> listener = LISTENER.get();
    if (listener != null) {
      operation(service, call)
          .flatMap(OperationModel::output)
          .filter(shape -> shape.payload().isEmpty())
          .ifPresent(
              shape ->
                  ShapeValidation.of(shape, TypedTree.of(shape, answer))
                      .forEach(
                          misfit ->
                              listener.accept(
                                  "%s:%s answers %s: %s (%s)"
                                      .formatted(
                                          service.signingName(),
                                          call.operation(),
                                          misfit.path(),
                                          misfit.constraint(),
                                          misfit.value()))));
    }
  }

  /** Compares an error with the errors of its operation. */
  public static void refused(Service service, Call call, AwsError error) {
    Consumer<String> listener = LISTENER.get();
    if (listener != null && !COMMON.contains(error.code())) {
      operation(service, call)
          .filter(operation -> !operation.errorCodes().contains(error.code()))
          .ifPresent(
              operation ->
                  listener.accept(
                      "%s:%s answers the error %s; its model lists %s"
                          .formatted(
                              service.signingName(),
                              call.operation(),
                              error.code(),
                              operation.errorCodes())));
    }
  }

  private static Optional<OperationModel> operation(Service service, Call call) {
    return ServiceModel.of(service.signingName()).flatMap(m -> m.operation(call.operation()));
  }
}
