package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.shape.FormTree;
import io.github.xacct.rehearsal.shape.ModelShape;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.shape.ShapeValidation;
import io.github.xacct.rehearsal.shape.ShapeViolation;
import io.github.xacct.rehearsal.shape.SimulatedMembers;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Validates a request before its service receives it: it must conform to AWS's model and contain
 * nothing that the embedded AWS does not simulate.
 */
public final class RequestCheck {
  private static final Map<Class<?>, Optional<SimulatedMembers>> SIMULATED =
      new ConcurrentHashMap<>();

  private final Service service;
  private final Protocol protocol;
  private final Optional<SimulatedMembers> simulated;
  private final Optional<OperationModel> operation;
  private final Call call;
  private final JsonNode tree;

  /** Creates the check of a call in the service's primary protocol. */
  public RequestCheck(Service service, Call call) {
    this(service, service.protocol(), call);
  }

  RequestCheck(Service service, Protocol protocol, Call call) {
    this.service = service;
    this.protocol = protocol;
    this.call = call;
    this.simulated = simulated(service);
    this.operation =
        ServiceModel.of(service.signingName()).flatMap(m -> m.operation(call.operation()));
    this.tree = tree();
  }

  /**
   * Returns the operations and members that a service simulates; empty if it has no {@code
   * .members} file.
   */
  public static Optional<SimulatedMembers> simulated(Service service) {
    return SIMULATED.computeIfAbsent(
        service.getClass(), home -> SimulatedMembers.beside(home, service.signingName()));
  }

  private Optional<ModelShape> input() {
    return operation.flatMap(OperationModel::input);
  }

  private JsonNode tree() {
    ObjectNode members = call.input().deepCopy();
    members.remove(ApiServer.BODY);
    boolean form = service.protocol().takesForms();
    boolean rest = service.protocol() == Protocol.REST_JSON;
    if (form) {
      members.remove(List.of("Action", "Version"));
      members.properties().removeIf(field -> field.getKey().startsWith("X-Amz-"));
    }
    return form || rest
        ? input().<JsonNode>map(shape -> FormTree.of(shape, members)).orElse(members)
        : members;
  }

  /**
   * Refuses a request that does not conform to its shape, unless the operation is not simulated.
   *
   * @return this
   * @throws AwsError with the service's own message
   */
  public RequestCheck demandShape() {
    if (input().isPresent() && isSimulated()) {
      List<ShapeViolation> misfits = ShapeValidation.of(input().get(), tree);
      if (!misfits.isEmpty()) {
        new ShapeRefusal(service, protocol, operation.get())
            .of(misfits)
            .ifPresent(RequestCheck::refuse);
      }
    }
    return this;
  }

  private static void refuse(AwsError error) {
    throw error;
  }

  /** Returns the error code of an internal failure, the operation's own if it has one. */
  String fault() {
    return operation
        .filter(o -> o.errorCodes().contains("ServerException"))
        .map(o -> "ServerException")
        .orElse("InternalFailure");
  }

  private boolean isSimulated() {
    return simulated.filter(p -> !p.operations().contains(call.operation())).isEmpty();
  }

  /**
   * Refuses an operation that is not simulated, and a member that is neither simulated nor ignored.
   *
   * @throws UnsupportedOperationException naming the operation or member
   */
  public void demandSimulated() {
    if (!isSimulated()) {
      throw new UnsupportedOperationException(call.operation());
    }
    simulated
        .flatMap(p -> p.refused(call.operation(), input(), tree))
        .ifPresent(
            member -> {
              throw new UnsupportedOperationException("with " + member);
            });
  }
}
