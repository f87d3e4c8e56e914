package io.github.xacct.rehearsal.ecs;

import io.github.xacct.rehearsal.elb.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Detects running tasks that do not listen on their assigned port, and logs a hint. */
final class SilentTasks {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Consumer<String> log;

  SilentTasks(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Logs a hint about a task that does not listen on its port. On AWS each task has its own address
   * and may listen on a fixed port; here it must use the assigned one, or its health check never
   * succeeds.
   */
  void hint(RunningService service, Task task) {
    boolean silent =
        task.target
            .filter(t -> t.health() == Target.Health.INITIAL && t.refusesConnections())
            .isPresent();
    boolean longEnough =
        task.startedAt.filter(t -> t.plus(SILENCE).isBefore(Instant.now())).isPresent();
    if (silent && longEnough && !task.hinted) {
      task.hinted = true;
      log.accept(
          "The task %s of %s runs, but nothing listens on 127.0.0.1:%d. In a rehearsal an app takes"
                  .formatted(task.id, service.name(), task.target.orElseThrow().address.getPort())
              + " its port from the environment (PORT, SERVER_PORT, HTTP_PORT, QUARKUS_HTTP_PORT or"
              + " MICRONAUT_SERVER_PORT), because all tasks share this machine's address.");
    }
  }
}
