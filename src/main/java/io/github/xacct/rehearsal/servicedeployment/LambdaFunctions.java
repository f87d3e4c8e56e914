package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ServiceKey;
import java.util.Optional;

/** Invokes the Lambda functions of hooks. */
public interface LambdaFunctions {
  /**
   * Returns a function's response.
   *
   * @param attempt counted from 0 within one execution of its hook
   * @return empty if it fails or times out
   */
  Optional<JsonNode> invoke(ServiceKey service, String arn, ObjectNode event, int attempt)
      throws InterruptedException;
}
