package io.github.xacct.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.MigrationPlan;
import java.time.Instant;

/** The text of {@code migration.json}: the members of a plan as its record has them. */
public final class MigrationJson {
  private static final int VERSION = 1;

  private MigrationJson() {}

  /** A plan as it was at a moment. */
  public static String of(MigrationPlan plan, Instant at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("at", at.toString());
    json.setAll((ObjectNode) JsonTree.of(plan));
    return json.toPrettyString() + "\n";
  }
}
