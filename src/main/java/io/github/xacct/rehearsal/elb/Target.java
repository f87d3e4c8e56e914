package io.github.xacct.rehearsal.elb;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A task behind a target group: its address, health and requests in flight. */
public final class Target {
  /** The description of a target that cannot be connected to. */
  static final String NO_CONNECTION = "Health checks failed";

  /** The description of a target that answers with a code that is not accepted. */
  static final String WRONG_CODE = "Health checks failed with these codes";

  /** The description of a health check on a port where nothing listens. */
  static final String WRONG_PORT = "Health checks failed on port";

  /** The health of a target, as in DescribeTargetHealth. */
  public enum Health {
    INITIAL,
    HEALTHY,
    UNHEALTHY,
    DRAINING
  }

  private static final int HEALTHY_THRESHOLD = 2;
  private static final int UNHEALTHY_THRESHOLD = 5;

  /** The grace period of a target that answers: it has started, but may still warm up. */
  private static final Duration ANSWERS_GRACE = Duration.ofSeconds(10);

  public final InetSocketAddress address;
  public final TargetOwner owner;

  /** Whether security groups block the load balancer. */
  public volatile boolean unreachable;

  /** The target group in which it was last registered. */
  volatile Optional<TargetGroup> group = Optional.empty();

  private final Clock clock;
  private Instant graceEnds;
  private Health health = Health.INITIAL;
  private Optional<String> failure = Optional.empty();
  private Instant unhealthySince = Instant.MAX;
  private int passes;
  private int failures;
  private int inFlight;
  private boolean beingChecked;

  public Target(InetSocketAddress address, TargetOwner owner, Duration grace) {
    this(address, owner, grace, Clock.systemUTC());
  }

  Target(InetSocketAddress address, TargetOwner owner, Duration grace, Clock clock) {
    this.address = address;
    this.owner = owner;
    this.clock = clock;
    this.graceEnds = clock.instant().plus(grace);
  }

  public synchronized Health health() {
    return health;
  }

  /** Returns why the last health check failed; empty if it succeeded or there was none yet. */
  public synchronized Optional<String> failure() {
    return failure;
  }

  /** Returns whether it has been unhealthy for at least this time. */
  public synchronized boolean unhealthyFor(Duration time) {
    return health == Health.UNHEALTHY && !unhealthySince.plus(time).isAfter(Instant.now());
  }

  /** Returns whether nothing listened at the last health check. */
  public synchronized boolean refusesConnections() {
    return failure.equals(Optional.of(NO_CONNECTION));
  }

  /** Returns whether a check may start now; it must then be {@link #checked}. */
  synchronized boolean beginCheck() {
    if (beingChecked || health == Health.DRAINING) {
      return false;
    }
    beingChecked = true;
    return true;
  }

  /**
   * Records the result of a health check. A target that was never healthy stays initial during its
   * start-up grace, like a service's healthCheckGracePeriodSeconds. That is long here, so a
   * response with a wrong code shortens it, to avoid waiting in vain.
   *
   * @return whether the health has changed
   */
  public synchronized boolean checked(Optional<String> outcome) {
    beingChecked = false;
    if (health == Health.DRAINING) {
      return false;
    }
    if (answered(outcome) && !answered(failure)) {
      Instant end = clock.instant().plus(ANSWERS_GRACE);
      graceEnds = end.isBefore(graceEnds) ? end : graceEnds;
    }
    failure = outcome;
    passes = outcome.isPresent() ? 0 : passes + 1;
    failures = outcome.isPresent() ? failures + 1 : 0;
    Health before = health;
    if (passes >= HEALTHY_THRESHOLD) {
      health = Health.HEALTHY;
    } else if (failures >= UNHEALTHY_THRESHOLD && (health == Health.HEALTHY || graceIsOver())) {
      unhealthySince = health == Health.UNHEALTHY ? unhealthySince : Instant.now();
      health = Health.UNHEALTHY;
    }
    return health != before;
  }

  private static boolean answered(Optional<String> failure) {
    return failure
        .filter(why -> why.startsWith(WRONG_CODE) || why.startsWith(WRONG_PORT))
        .isPresent();
  }

  private boolean graceIsOver() {
    return clock.instant().isAfter(graceEnds);
  }

  synchronized void begin() {
    inFlight++;
  }

  synchronized void end() {
    inFlight--;
    notifyAll();
  }

  synchronized void drain() {
    health = Health.DRAINING;
  }

  /** Waits until the last request is answered, at most for the limit. */
  public synchronized void awaitDrained(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis(); inFlight > 0 && left > 0; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }
}
