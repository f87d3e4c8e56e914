package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One AWS service behind the embedded endpoint. */
public interface Service {

  /** The protocol of a service's API. */
  enum Protocol {
    /** {@code X-Amz-Target: prefix.Operation}, JSON in and out. */
    JSON_1_1,
    /** The same in the older media type. */
    JSON_1_0,
    /** The operation in the path, CBOR in and out. */
    RPC_CBOR,
    /** {@code Action=Operation} as a form, XML out. */
    QUERY,
    /** The same with lists and errors of EC2's own form. */
    EC2,
    /** Method and path instead of an operation's name, JSON out. */
    REST_JSON,
    /** The same with XML or plain bytes out. */
    REST_XML;

    /** Whether a form comes in. */
    boolean takesForms() {
      return this == QUERY || this == EC2;
    }
  }

  /** What method and path of a REST call stand for, with the members that the path holds. */
  record Route(String operation, ObjectNode input) {}

  /** Which operation of a REST service that is; empty if none that is rehearsed. */
  default Optional<Route> route(String method, String path) {
    return Optional.empty();
  }

  /** Name in the credential scope of the signature, such as {@code codedeploy}. */
  String signingName();

  /** The protocol that the service's requests are written in. */
  default Protocol protocol() {
    return Protocol.JSON_1_1;
  }

  /** Of the XML that a service of the query protocol speaks. */
  default String xmlNamespace() {
    return "";
  }

  /** A page of the rehearsal's own, which AWS does not have. */
  default Optional<RawResponse> page(HttpCall http) {
    return Optional.empty();
  }

  /** Whether a call needs no signature. */
  default boolean isUnsigned(String operation) {
    return false;
  }

  /**
   * Answers one call, whose members are of the types that AWS's model says, and among those that
   * the service's {@code .members} file names.
   *
   * @return its members, in the order of XML's elements
   * @throws AwsError what AWS would answer
   * @throws UnsupportedOperationException if the operation is not rehearsed; reported as 501
   */
  ObjectNode answer(Call call);
}
