package io.github.xacct.rehearsal;

/** Why a task could not be started, in the words of its stoppedReason. */
final class CannotStart extends Exception {
  CannotStart(String stoppedReason) {
    super(stoppedReason, null, false, false);
  }

  static CannotStart cannotPull(String why) {
    return new CannotStart("CannotPullContainerError: " + why);
  }
}
