package io.github.xacct.rehearsal.ecs;

import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.task.Workload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The running workloads, which all end with the rehearsal. */
final class RunningWorkloads implements AutoCloseable {
  private final Pace pace;
  private final Set<Workload> running = ConcurrentHashMap.newKeySet();
  private boolean closed;

  RunningWorkloads(Pace pace) {
    this.pace = pace;
  }

  /** Fails if the rehearsal is ending. */
  void refuseIfClosed() throws CannotStart {
    if (isClosed()) {
      throw new CannotStart("The rehearsal ended.");
    }
  }

  /** Adds a workload, which is stopped immediately if the rehearsal has ended. */
  void keep(Workload workload) throws CannotStart, InterruptedException {
    synchronized (this) {
      if (!closed) {
        running.add(workload);
        var unused = workload.ended().thenRun(() -> running.remove(workload));
        return;
      }
    }
    workload.stop(pace.stop());
    throw new CannotStart("The rehearsal ended.");
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Stops all workloads and waits for their end. */
  @Override
  public void close() {
    List<Workload> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(running);
    }
    List<Thread> stops =
        left.stream().map(w -> new Thread(() -> stop(w), "rehearsal-task-stop")).toList();
    stops.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        interrupted = true;
        stops.forEach(Thread::interrupt);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(Workload workload) {
    try {
      workload.stop(pace.stop().dividedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workload.ended().join();
  }
}
