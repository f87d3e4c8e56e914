package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An AWS service behind the embedded endpoint. */
public interface Service {

  /** The protocol of a service's API. */
  enum Protocol {
    /** AWS JSON 1.1: {@code X-Amz-Target: prefix.Operation}, JSON in and out. */
    JSON_1_1,
    /** AWS JSON 1.0: like 1.1 with the older media type. */
    JSON_1_0,
    /** Smithy RPC v2: the operation in the path, CBOR in and out. */
    RPC_CBOR,
    /** AWS query: {@code Action=Operation} as a form, XML out. */
    QUERY,
    /** Like query, with EC2's own format of lists and errors. */
    EC2,
    /** REST: method and path instead of an operation's name, JSON out. */
    REST_JSON,
    /** REST with XML or raw bytes out. */
    REST_XML;

    /** Returns whether requests are forms. */
    boolean takesForms() {
      return this == QUERY || this == EC2;
    }
  }

  /** The operation of a REST call's method and path, with the members in the path. */
  record Route(String operation, ObjectNode input) {}

  /** Returns the operation of a REST call; empty if it is not simulated. */
  default Optional<Route> route(String method, String path) {
    return Optional.empty();
  }

  /** Returns the name in the signature's credential scope, such as {@code codedeploy}. */
  String signingName();

  /** Returns the primary protocol of the service. */
  default Protocol protocol() {
    return Protocol.JSON_1_1;
  }

  /** Returns the XML namespace of a service of the query protocol. */
  default String xmlNamespace() {
    return "";
  }

  /** Returns a page that only the rehearsal has, if the path is one. */
  default Optional<RawResponse> page(HttpCall http) {
    return Optional.empty();
  }

  /** Returns whether an operation needs no signature. */
  default boolean isUnsigned(String operation) {
    return false;
  }

  /**
   * Answers a call, whose members conform to AWS's model and are listed in the service's {@code
   * .members} file.
   *
   * @return members of the response, in the order of the XML elements
   * @throws AwsError error that AWS would return
   * @throws UnsupportedOperationException if the operation is not simulated; answered with 501
   */
  ObjectNode answer(Call call);
}
