package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.DeploymentPlan;
import java.time.Instant;

/** Renders {@code plan.json}; its keys are documented in docs/plan-json.md. */
public final class PlanJson {
  private static final int VERSION = 1;

  private PlanJson() {}

  /** Returns the content of plan.json for a plan created at this moment. */
  public static String of(DeploymentPlan plan, Instant at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("verdict", plan.verdict().toString());
    json.put("at", at.toString());
    json.setAll((ObjectNode) JsonTree.of(plan));
    return json.toPrettyString() + "\n";
  }
}
