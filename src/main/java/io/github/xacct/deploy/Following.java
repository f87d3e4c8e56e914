package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How one deployment is brought to its conclusion: followed, proved, or its failure told. */
final class Following {
  private final Ports ports;
  private final Look look;
  private final CircuitBreaker.Threshold threshold;
  private final ReadyWord word;

  Following(Ports ports, Look look, CircuitBreaker.Threshold threshold, ReadyWord word) {
    this.ports = ports;
    this.look = look;
    this.threshold = threshold;
    this.word = word;
  }

  /**
   * Follows it.
   *
   * @param image that its tasks must run, and in which container; empty if not known
   * @throws XacctException if it does not end well
   */
  Verdict follow(String id, Until until, Optional<Proof> proof) {
    Instant began = ports.clock().instant();
    Duration limit = look.timing().limit();
    ports.reporter().tell(new Event.Expected(look.timing().expected(word.approval()), limit));
    var breaker = new CircuitBreaker(threshold, ports.clock());
    var vigil = new Vigil(ports.witness(), breaker, ports.reporter(), ports.clock());
    var pause = new ScalingPause(ports);
    var watcher = new Watcher(ports, vigil, word, () -> pause.end(id));
    var last = watcher.follow(id, until, limit);
    if (!last.status().ended() && !last.shifted()) {
      return ended(id, Verdict.DETACHED, began);
    }
    if (last.status() == DeploymentState.Status.SUCCEEDED || !last.status().ended()) {
      pause.end(id);
      proof.ifPresent(p -> p.demand(id, ports));
      return ended(id, Verdict.SUCCEEDED, began);
    }
    var rollback = watcher.followRollback(last, limit);
    pause.end(id);
    var obituary = Obituary.of(breaker, proof);
    var failure = Failure.of(last, rollback, watcher.givenUp(), obituary, look, ports.engine());
    ended(id, failure.verdict(), began);
    throw failure.exception();
  }

  private Verdict ended(String id, Verdict verdict, Instant began) {
    var took = Duration.between(began, ports.clock().instant());
    ports.reporter().tell(new Event.DeploymentEnded(id, verdict.id(), took));
    return verdict;
  }

  /**
   * The image that the tasks of the new task set must run, in which container.
   *
   * @param executionRole that pulls it, if known
   */
  record Proof(ImageReference image, String container, Optional<String> executionRole) {

    /**
     * Asks each of them.
     *
     * @throws XacctException naming the tasks that run something else
     */
    void demand(String id, Ports ports) {
      var tasks = tasks(id, ports);
      var others =
          tasks.stream()
              .filter(t -> t.imageDigest().isPresent())
              .filter(t -> !t.imageDigest().get().equals(image.digest().value()))
              .toList();
      if (others.isEmpty()) {
        return;
      }
      var problem =
          XacctException.yours(
              others.size()
                  + " of "
                  + tasks.size()
                  + " tasks of deployment "
                  + id
                  + " run another image than "
                  + image.digest()
                  + ".");
      for (var task : others) {
        problem = problem.evidence(task.taskId() + " runs " + task.imageDigest().get());
      }
      throw problem.suggestion("look who else deploys to this service; README#another-image");
    }

    /** None where they may not be looked at: the deployment has succeeded all the same. */
    private List<Witness.RunningTask> tasks(String id, Ports ports) {
      try {
        return new Polling(ports).untilAnswered(id, () -> ports.witness().running(id, container));
      } catch (XacctException e) {
        ports
            .reporter()
            .tell(new Event.Warning("Not proved which image the tasks run. " + e.getMessage()));
        return List.of();
      }
    }
  }
}
