package io.github.xacct.event;

import java.util.Optional;

/**
 * One difference between what stands and what is wanted, and the API by which it would travel.
 *
 * @param path such as {@code containers[web].environment[LOG_LEVEL]}
 * @param before absent for what would be added; never a secret
 * @param after absent for what would be removed; never a secret
 * @param line for people: {@code +}, {@code -} or {@code ~}, path and values
 */
public record PlannedChange(
    Via via, String path, Optional<String> before, Optional<String> after, String line) {

  /** The ways in which a change can reach a service of the CODE_DEPLOY controller. */
  public enum Via {
    /** A new revision, by this plugin. */
    TASK_DEFINITION("task-definition", "By RegisterTaskDefinition, a new revision"),
    /** CreateDeployment, by this plugin. */
    APPSPEC("appspec", "By CreateDeployment, in its AppSpec"),
    /** What CODE_DEPLOY leaves to UpdateService; this plugin does not call it so. */
    UPDATE_SERVICE("update-service", "By UpdateService, which is yours to call"),
    /** What nothing can change on a service that is there. */
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

    /** As plan.json says it. */
    @Override
    public String toString() {
      return id;
    }
  }
}
