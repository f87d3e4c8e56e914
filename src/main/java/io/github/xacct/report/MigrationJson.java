package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.MigrationPlan;
import java.time.Instant;

/** Renders {@code migration.json}, whose members are the components of the plan. */
public final class MigrationJson {
  private static final int VERSION = 1;

  private MigrationJson() {}

  /** Returns the content of migration.json for a plan created at this moment. */
  public static String of(MigrationPlan plan, Instant at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("at", at.toString());
    json.setAll((ObjectNode) JsonTree.of(plan));
    return json.toPrettyString() + "\n";
  }
}
