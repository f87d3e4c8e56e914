package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service whose bodies are what people store, not members of a protocol: S3. */
public interface RawService extends Service {

  /** Which operation a request stands for, with the members that path and query hold. */
  Route route(HttpCall http);

  /**
   * Answers one call that was admitted.
   *
   * @throws AwsError what AWS would answer
   * @throws UnsupportedOperationException if the operation is not rehearsed; reported as 501
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
