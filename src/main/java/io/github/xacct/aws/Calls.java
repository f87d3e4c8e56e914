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

/** Which call failed, and whether it had left this machine: the SDK's exceptions do not say it. */
final class Calls implements ExecutionInterceptor {
  private static final ExecutionAttribute<Boolean> SENT = new ExecutionAttribute<>("xacct.sent");

  /** Left on the exception: the SDK lets nobody throw another one in its place. */
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

  /** {@code CodeDeploy GetDeployment}; absent if it failed before there was a call. */
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

  /** Whether it was this operation that failed after it had been sent. */
  static boolean sent(SdkException e, String operation) {
    return call(e).filter(call -> call.sent && call.operation.equals(operation)).isPresent();
  }

  /** The first one: a call that is made within another one fails before it. */
  private static Optional<Call> call(SdkException e) {
    return Stream.of(e.getSuppressed())
        .filter(Call.class::isInstance)
        .map(Call.class::cast)
        .findFirst();
  }

  /** Leaves it on the exception of a call that no client of the SDK made; it was sent. */
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

  /** The name of a service as AWS spells it; the SDK writes Ecs. */
  private static String spelt(String service) {
    return service.length() <= 3 ? service.toUpperCase(Locale.ROOT) : service;
  }
}
