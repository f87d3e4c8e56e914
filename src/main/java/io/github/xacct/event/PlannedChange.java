package io.github.xacct.event;

import java.util.Optional;

/**
 * One difference between the current and the desired state, and the API that would make the change.
 *
 * @param path such as {@code containers[web].environment[LOG_LEVEL]}
 * @param before absent if the value would be added; never a secret
 * @param after absent if the value would be removed; never a secret
 * @param line of a text report: {@code +}, {@code -} or {@code ~}, path and values
 */
public record PlannedChange(
    Via via, String path, Optional<String> before, Optional<String> after, String line) {

  /** The ways in which a change can reach a service of the CODE_DEPLOY controller. */
  public enum Via {
    /** This plugin registers a new revision. */
    TASK_DEFINITION("task-definition", "By RegisterTaskDefinition, a new revision"),
    /** This plugin creates a deployment. */
    APPSPEC("appspec", "By CreateDeployment, in its AppSpec"),
    /**
     * Settings that services of CODE_DEPLOY take from UpdateService, which this plugin does not
     * call.
     */
    UPDATE_SERVICE("update-service", "By UpdateService, which is yours to call"),
    /** Settings of a service that cannot be changed after its creation. */
    NOTHING("nothing", "By nothing; it needs another service");

    private final String id;
    private final String heading;

    Via(String id, String heading) {
      this.id = id;
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }

    /** Returns the spelling in plan.json. */
    @Override
    public String toString() {
      return id;
    }
  }
}
