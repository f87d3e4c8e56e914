package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppedTasksTest {

  @Test
  void countsDeathsOfOneReasonThoughTheyNameDifferentTasks() {
    var deployment =
        deaths(
            death("1", "pull failed, request 0b6e1d6c-2f0a-4c4e-9d7e-0123456789ab", 1),
            death("2", "pull failed, request 7c1e1d6c-2f0a-4c4e-9d7e-0123456789ff", 1),
            death("3", "Essential container in task exited", 1),
            death("4", "Essential container in task exited", 137));

    assertThat(StoppedTasks.of(deployment))
        .extracting(StoppedTasks.Group::count)
        .containsExactly(2, 1, 1);
    assertThat(StoppedTasks.of(deployment).get(0).taskIds()).containsExactly("1", "2");
  }

  @Test
  void keepsTheLatestLastWords() {
    var silent = new Event.TaskDied(TaskSetLabel.GREEN, "3", "X", "same", ends(1), List.of());
    var deployment = deaths(death("1", "same", 1), death("2", "same", 1), silent);

    var group = StoppedTasks.of(deployment).get(0);

    assertThat(group.count()).isEqualTo(3);
    assertThat(group.latest().lastLogLines()).containsExactly("last words of 2");
  }

  private static Event death(String task, String reason, int exitCode) {
    return new Event.TaskDied(
        TaskSetLabel.GREEN, task, "X", reason, ends(exitCode), List.of("last words of " + task));
  }

  private static List<Event.ContainerEnd> ends(int exitCode) {
    return List.of(new Event.ContainerEnd("app", Optional.of(exitCode), Optional.empty()));
  }

  private static DeploymentRecord deaths(Event... events) {
    var deployment = new DeploymentRecord(Stories.BEGAN, List.of());
    for (var event : events) {
      deployment = deployment.plus(Stories.BEGAN, event);
    }
    return deployment;
  }
}
