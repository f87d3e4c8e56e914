package io.github.xacct.deploy;

/**
 * The auto scaling of the service, which moves the number of its tasks. What a run suspends is
 * noted on AWS's side beforehand, so that any later run can tell it from what a person suspended.
 *
 * <p>Both methods may be repeated, and throw as {@link DeploymentEngine} does.
 */
public interface Scaling {

  /**
   * Suspends what is not suspended yet.
   *
   * @return whether there was anything to suspend
   */
  boolean suspend();

  /**
   * Resumes what this run or an earlier one suspended, and nothing else.
   *
   * @return whether there was anything to resume
   */
  boolean resume();

  /** Whether anything may ever be suspended. */
  default boolean suspends() {
    return true;
  }

  /** Left alone. */
  static Scaling untouched() {
    return new Scaling() {
      @Override
      public boolean suspends() {
        return false;
      }

      @Override
      public boolean suspend() {
        return false;
      }

      @Override
      public boolean resume() {
        return false;
      }
    };
  }
}
