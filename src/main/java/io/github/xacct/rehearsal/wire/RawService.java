package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service whose request and response bodies are stored content instead of members: S3. */
public interface RawService extends Service {

  /** Returns the operation of a request with the members in its path and query. */
  Route route(HttpCall http);

  /**
   * Answers a call after it was authorized.
   *
   * @throws AwsError error that AWS would return
   * @throws UnsupportedOperationException if the operation is not simulated; answered with 501
   */
  RawResponse answer(Call call, HttpCall http);

  @Override
  default Protocol protocol() {
    return Protocol.REST_XML;
  }

  @Override
  default ObjectNode answer(Call call) {
    throw new UnsupportedOperationException(call.operation());
  }
}
