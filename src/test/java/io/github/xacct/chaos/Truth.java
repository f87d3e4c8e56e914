package io.github.xacct.chaos;

/** What becomes of a revision, whoever watches. */
enum Truth {
  SUCCEEDS,
  SUCCEEDS_AFTER_ALL,
  CRASH_LOOPS,
  NEVER_HEALTHY,
  HOOK_FAILS,
  ALARM,
  STOPPED_BY_SOMEBODY,
  ROLLBACK_FAILS,
  /** By the time that anybody looks. */
  FAILS_AT_ONCE;

  boolean comesUp() {
    return this != CRASH_LOOPS && this != NEVER_HEALTHY;
  }
}
