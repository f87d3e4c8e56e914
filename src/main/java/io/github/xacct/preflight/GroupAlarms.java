package io.github.xacct.preflight;

import java.util.List;

/**
 * Checks the alarms that watch the deployments of a group: one in ALARM stops each deployment at
 * once, and one that does not exist cannot stop any.
 */
final class GroupAlarms {
  private final SetUp setUp;

  GroupAlarms(SetUp setUp) {
    this.setUp = setUp;
  }

  /**
   * The worst verdict on the alarms.
   *
   * @param update the command that changes the group
   */
  CheckVerdict verdict(String update) {
    var configuration = setUp.needGroup().path("alarmConfiguration");
    var names =
        JsonLists.stream(configuration.path("alarms")).map(a -> a.path("name").asText()).toList();
    if (!configuration.path("enabled").asBoolean() || names.isEmpty()) {
      return CheckVerdict.ok("none watched");
    }
    var states = AlarmStates.of(setUp, names);
    for (String name : names) {
      String state = states.get(name);
      if (state == null && !configuration.path("ignorePollAlarmFailure").asBoolean()) {
        return CheckVerdict.fail("Alarm " + name + " of the deployment group does not exist.")
            .evidence("Found: " + Snippets.listOrNone(List.copyOf(states.keySet())))
            .fix("create it, or remove it from the group:")
            .fix(update + " --alarm-configuration enabled=false");
      }
      if ("ALARM".equals(state)) {
        return AlarmStates.untilOk(
            CheckVerdict.fail(
                "Alarm " + name + " is in ALARM: CodeDeploy would stop each deployment at once."),
            setUp,
            name);
      }
    }
    return CheckVerdict.ok(names.size() + " watched, none in ALARM");
  }
}
