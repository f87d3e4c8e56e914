package io.github.xacct.aws;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Records on the SDK's exceptions which call failed and whether its request had been sent. */
final class FailedCalls implements ExecutionInterceptor {
  private static final ExecutionAttribute<Boolean> SENT = new ExecutionAttribute<>("xacct.sent");

  /** Added as a suppressed exception: the SDK does not allow replacing the thrown one. */
  private static final class Call extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String service;
    private final String operation;
    private final boolean sent;

    private Call(String service, String operation, boolean sent) {
      super(service + " " + operation, null, false, false);
      this.service = service;
      this.operation = operation;
      this.sent = sent;
    }
  }

  /**
   * The call, such as {@code CodeDeploy GetDeployment}; empty if it failed before there was one.
   */
  static Optional<String> name(SdkException e) {
    return call(e).map(call -> call.service + " " + call.operation);
  }

  /**
   * The operation that failed, such as {@code GetDeployment}; empty if the exception does not name
   * it.
   */
  static Optional<String> operation(SdkException e) {
    return call(e).map(call -> call.operation);
  }

  /** Whether this operation failed after its request had been sent. */
  static boolean sent(SdkException e, String operation) {
    return call(e).filter(call -> call.sent && call.operation.equals(operation)).isPresent();
  }

  /** The first recorded call: one that is made within another fails before it. */
  private static Optional<Call> call(SdkException e) {
    return Stream.of(e.getSuppressed())
        .filter(Call.class::isInstance)
        .map(Call.class::cast)
        .findFirst();
  }

  /** Records a call that was sent without a client of the SDK; returns the given exception. */
  static <E extends SdkException> E named(String service, String operation, E e) {
    e.addSuppressed(new Call(service, operation, true));
    return e;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.putAttribute(SENT, true);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution failed, ExecutionAttributes attributes) {
    failed
        .exception()
        .addSuppressed(
            new Call(
                spelt(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)),
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                Boolean.TRUE.equals(attributes.getAttribute(SENT))));
  }

  /** Returns a service's name as AWS spells it, such as ECS for the SDK's Ecs. */
  private static String spelt(String service) {
    return service.length() <= 3 ? service.toUpperCase(Locale.ROOT) : service;
  }
}
