package io.github.xacct.deploy.port;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The auto scaling of the service, which moves the number of its tasks. What a run suspends is
 * noted on AWS's side beforehand, with the run's own name, so that any later run can distinguish it
 * from what a person suspended and from what another run still needs.
 *
 * <p>All methods may be repeated, and throw as {@link DeploymentEngine} does.
 */
public interface Scaling {

  /**
   * For whom it is suspended.
   *
   * @param run with which the description of its deployment begins; empty if the note has no name
   * @param since when it was noted
   */
  record Mark(Optional<String> run, Optional<Instant> since) {

    /** The mark of one run. */
    public static Mark of(String run, Instant since) {
      return new Mark(Optional.of(run), Optional.of(since));
    }
  }

  /**
   * Suspends what is not suspended yet. The note of another run keeps that run's name.
   *
   * @return whether there was anything to suspend
   */
  boolean suspend(Mark mark);

  /** Gives what is noted to a run: its deployment is the one that was created. */
  void claim(Mark mark);

  /**
   * Resumes what a run suspended, and nothing else.
   *
   * @param may is asked whether what is noted with a mark may be resumed
   * @return whether there was anything to resume, and it was
   */
  boolean resume(Predicate<Mark> may);

  /** Whether anything may ever be suspended. */
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
