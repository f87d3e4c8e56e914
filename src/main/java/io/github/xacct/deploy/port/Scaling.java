package io.github.xacct.deploy.port;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The auto scaling of the service, which changes the number of its tasks. Before a run suspends it,
 * a note with the run's name is stored in AWS, so that any later run can distinguish it from a
 * suspension by a person and from one that another run still needs.
 *
 * <p>All methods may be repeated, and throw like {@link DeploymentEngine}.
 */
public interface Scaling {

  /**
   * The note of a suspension.
   *
   * @param run name of the run, which the description of its deployment begins with; empty if the
   *     note has none
   * @param since when the note was stored
   */
  record Mark(Optional<String> run, Optional<Instant> since) {

    /** The note of one run. */
    public static Mark of(String run, Instant since) {
      return new Mark(Optional.of(run), Optional.of(since));
    }
  }

  /**
   * Suspends the scaling activities that are not suspended yet. A note of another run keeps that
   * run's name.
   *
   * @return whether there was anything to suspend
   */
  boolean suspend(Mark mark);

  /** Assigns the suspension to the run whose deployment was created. */
  void claim(Mark mark);

  /**
   * Resumes what a run suspended, and nothing else.
   *
   * @param may whether a suspension with that note may be resumed
   * @return whether anything was resumed
   */
  boolean resume(Predicate<Mark> may);

  /** Whether this auto scaling can be suspended at all. */
  default boolean suspends() {
    return true;
  }

  /** Auto scaling that is not suspended during deployments. */
  static Scaling untouched() {
    return new Scaling() {
      @Override
      public boolean suspends() {
        return false;
      }

      @Override
      public boolean suspend(Mark mark) {
        return false;
      }

      @Override
      public void claim(Mark mark) {}

      @Override
      public boolean resume(Predicate<Mark> may) {
        return false;
      }
    };
  }
}
