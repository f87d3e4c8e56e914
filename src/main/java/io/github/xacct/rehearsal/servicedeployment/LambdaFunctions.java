package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ServiceKey;
import java.util.Optional;

/** The Lambda functions of hooks. */
public interface LambdaFunctions {
  /**
   * What a function answers.
   *
   * @param attempt counted from 0 within one run of its hook
   * @return empty if it fails or runs out of its time
   */
  Optional<JsonNode> invoke(ServiceKey service, String arn, ObjectNode event, int attempt)
      throws InterruptedException;
}
