package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.task.Workload;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Standalone tasks without a service, such as database migrations: each runs its first essential
 * container as a process until it ends or is stopped. Source: ECS API reference, RunTask and
 * StopTask.
 */
public final class OneOffTasks {
  private static final int MOST = 10;

  private final ResourceStore store;
  private final RunningServices services;
  private final EcsNames named;
  private final TaskDefinitions definitions;
  private final TaskRunner runner;
  private final Executor workers;
  private final Pace pace;

  /** Creates the runner of tasks, without starting any. */
  public OneOffTasks(
      ResourceStore store,
      RunningServices services,
      TaskDefinitions definitions,
      TaskRunner runner,
      Executor workers,
      Pace pace) {
    this.store = store;
    this.services = services;
    this.named = new EcsNames(store, services);
    this.definitions = definitions;
    this.runner = runner;
    this.workers = workers;
    this.pace = pace;
  }

  ObjectNode run(Call call) {
    named.inCluster(call);
    TaskDefinitionRevision definition =
        definitions
            .find(call.place(), call.text("taskDefinition"))
            .filter(TaskDefinitionRevision::active)
            .orElseThrow(() -> AwsError.badRequest("ClientException", "TaskDefinition not found."));
    int count = call.input().path("count").asInt(1);
    if (count < 1 || count > MOST) {
      throw AwsError.badRequest("InvalidParameterException", "Count must be between 1 and 10.");
    }
    new ServiceCheck(store, call.place()).demand(definition, call.input());
    RunningService holder = services.oneOff(call.place(), EcsNames.cluster(call));
    ObjectNode answer = Json.object();
    ArrayNode tasks = answer.putArray("tasks");
    answer.putArray("failures");
    for (int i = 0; i < count; i++) {
      tasks.add(start(holder, definition, call));
    }
    return answer;
  }

  private ObjectNode start(RunningService holder, TaskDefinitionRevision definition, Call call) {
    JsonNode overrides = call.input().path("overrides");
    TaskSet set =
        TaskSet.oneOff(
            overridden(definition, overrides),
            new TargetGroup("", "", "/"),
            main(definition),
            call.input().path("networkConfiguration"));
    Task task = new Task(set);
    task.oneOff =
        Optional.of(
            new Task.OneOff(
                call.input().path("group").asText("family:" + definition.family()),
                call.text("startedBy"),
                overrides,
                call.input().path("tags")));
    synchronized (holder) {
      set.tasks.add(task);
      holder.taskSets.add(set);
      holder.changed();
    }
    workers.execute(() -> run(holder, task));
    synchronized (holder) {
      return EcsShapes.task(holder, task);
    }
  }

  /** Returns the name of the container that runs: the first essential one. */
  private static String main(TaskDefinitionRevision definition) {
    for (JsonNode container : definition.containers()) {
      if (container.path("essential").asBoolean(true)) {
        return container.path("name").asText();
      }
    }
    return definition.containers().path(0).path("name").asText();
  }

  /** Returns the task definition with the overridden commands and environment variables. */
  private static TaskDefinitionRevision overridden(
      TaskDefinitionRevision definition, JsonNode overrides) {
    ObjectNode node = definition.node().deepCopy();
    for (JsonNode override : overrides.path("containerOverrides")) {
      String name = override.path("name").asText();
      ObjectNode container =
          Json.stream(node.path("containerDefinitions"))
              .filter(c -> c.path("name").asText().equals(name))
              .map(ObjectNode.class::cast)
              .findFirst()
              .orElseThrow(
                  () ->
                      AwsError.badRequest(
                          "InvalidParameterException",
                          "Override for container named %s is not a container in the TaskDefinition."
                              .formatted(name)));
      if (override.has("command")) {
        container.set("command", override.path("command"));
      }
      for (JsonNode variable : override.path("environment")) {
        ArrayNode environment = container.withArray("/environment");
        for (int i = environment.size() - 1; i >= 0; i--) {
          if (environment.get(i).path("name").equals(variable.path("name"))) {
            environment.remove(i);
          }
        }
        environment.add(variable);
      }
    }
    return new TaskDefinitionRevision(node, definition.tags());
  }

  private void run(RunningService holder, Task task) {
    try {
      Workload workload = runner.start(holder, task);
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), workload.port());
      synchronized (holder) {
        boolean wanted = task.alive();
        Task.Phase before = task.phase;
        task.running(workload, new Target(address, task.taskSet, pace.startUpGrace()));
        if (!wanted) {
          task.phase = before;
          workers.execute(() -> end(workload));
        }
        holder.changed();
      }
      var unused = workload.ended().thenAccept(code -> ended(holder, task, code));
    } catch (CannotStart e) {
      neverStarted(holder, task, ErrorText.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      neverStarted(holder, task, "The rehearsal ended.");
    } catch (RuntimeException e) {
      neverStarted(holder, task, "Task failed to start: " + e);
    }
  }

  private static void neverStarted(RunningService holder, Task task, String reason) {
    synchronized (holder) {
      if (task.alive()) {
        task.stopping("TaskFailedToStart", reason);
      }
      task.containerReason = Optional.of(reason);
      task.stopped();
      holder.changed();
    }
  }

  private static void ended(RunningService holder, Task task, int exitCode) {
    synchronized (holder) {
      task.exitCode = Optional.of(exitCode);
      if (task.alive()) {
        task.containerReason = task.workload.flatMap(w -> w.reason(exitCode));
        task.stopping("EssentialContainerExited", "Essential container in task exited");
      }
      task.stopped();
      holder.changed();
    }
  }

  /** Stops a task; a service replaces its own. */
  ObjectNode stop(Call call) {
    String id = io.github.xacct.rehearsal.plan.AccountRegion.nameIn(call.text("task"));
    for (RunningService holder : named.holders(call)) {
      synchronized (holder) {
        Optional<Task> task = holder.tasks().stream().filter(t -> t.id.equals(id)).findFirst();
        if (task.isPresent()) {
          if (task.get().alive()) {
            task.get()
                .stopping(
                    "UserInitiated", call.input().path("reason").asText("Task stopped by user"));
            task.get().workload.ifPresent(w -> workers.execute(() -> end(w)));
            holder.changed();
          }
          return Json.object().set("task", EcsShapes.task(holder, task.get()));
        }
      }
    }
    throw AwsError.badRequest("InvalidParameterException", "The referenced task was not found.");
  }

  private void end(Workload workload) {
    try {
      workload.stop(pace.stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
