package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;

/** Replaces each metric alarm by a composite alarm of the same name. */
public final class CompositeAlarm {
  private CompositeAlarm() {}

  /** Replaces the alarms of one account and region. */
  public static void inPlaceOfAll(Rehearsal rehearsal, AccountId account, Region region) {
    var store = rehearsal.store();
    for (var alarm : store.resources(new AccountRegion(account, region), ResourceTypeNames.ALARM)) {
      ObjectNode composite = Json.object().put("AlarmName", alarm.id());
      composite.put("AlarmRule", "ALARM(latency)");
      store.put(alarm.place(), ResourceTypeNames.COMPOSITE_ALARM, alarm.id(), composite);
      store.remove(alarm.place(), ResourceTypeNames.ALARM, alarm.id());
    }
  }
}
