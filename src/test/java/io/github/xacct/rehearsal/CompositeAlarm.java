package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.wire.Nodes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;

/** Puts a composite alarm in the place of each metric alarm, under its name. */
public final class CompositeAlarm {
  private CompositeAlarm() {}

  /** In one account. */
  public static void inPlaceOfAll(Rehearsal rehearsal, AccountId account, Region region) {
    var estate = rehearsal.estate();
    for (var alarm : estate.things(new Place(account, region), Type.ALARM)) {
      ObjectNode composite = Nodes.object().put("AlarmName", alarm.id());
      composite.put("AlarmRule", "ALARM(latency)");
      estate.put(alarm.place(), Type.COMPOSITE_ALARM, alarm.id(), composite);
      estate.remove(alarm.place(), Type.ALARM, alarm.id());
    }
  }
}
