package io.github.xacct.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What others do to a deployment of ours, to what it needs, and to our way in.
 *
 * @param stop of our deployment by somebody else
 * @param rollback what becomes of a rollback
 * @param removal of what the deployment needs
 * @param revocation of the sessions of our role
 * @param past how many deployments the group has had before
 * @param crowd how many tasks the service has
 * @param weights seconds from a shift or a pause to when somebody rewrites the production rule
 * @param superseded seconds from our deployment to somebody else's, which takes its place
 */
record Night(
    Optional<ForeignStop> stop,
    Rollback rollback,
    Optional<Removal> removal,
    Optional<Revocation> revocation,
    int past,
    int crowd,
    Optional<Integer> weights,
    Optional<Integer> superseded) {

  /** What a rollback comes to, where the truth does not say that it fails. */
  enum Rollback {
    SUCCEEDS,
    FAILS,
    STOPPED_BY_SOMEBODY,
    TAKES_LONG
  }

  /** What is deleted. */
  enum Removed {
    SERVICE,
    GROUP
  }

  /**
   * A stop by somebody else.
   *
   * @param stage place in the order of the lifecycle, the last being the termination wait
   * @param after seconds from the stage's beginning
   * @param rollback whether that person asks for one
   */
  record ForeignStop(int stage, int after, boolean rollback) {}

  /**
   * A deletion.
   *
   * @param after seconds from the creation of our deployment
   */
  record Removal(Removed what, int after) {}

  /**
   * Sessions that are denied everything from then on.
   *
   * @param after from the first process's beginning
   * @param closed for how long nobody can assume the role any more
   */
  record Revocation(Duration after, Duration closed) {}

  static Night quiet() {
    return new Night(
        Optional.empty(),
        Rollback.SUCCEEDS,
        Optional.empty(),
        Optional.empty(),
        0,
        1,
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing else than this stop by somebody. */
  static Night stopped(ForeignStop stop) {
    return new Night(
        Optional.of(stop),
        Rollback.SUCCEEDS,
        Optional.empty(),
        Optional.empty(),
        0,
        1,
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing else than that the service is deleted, so many seconds after our deployment began. */
  static Night deleted(int after) {
    return new Night(
        Optional.empty(),
        Rollback.SUCCEEDS,
        Optional.of(new Removal(Removed.SERVICE, after)),
        Optional.empty(),
        0,
        1,
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing else than somebody's rewriting the production rule or taking our place. */
  static Night meddled(Optional<Integer> weights, Optional<Integer> superseded) {
    return new Night(
        Optional.empty(),
        Rollback.SUCCEEDS,
        Optional.empty(),
        Optional.empty(),
        0,
        1,
        weights,
        superseded);
  }

  static Night of(Dice dice, int page) {
    boolean few = page < 100;
    return new Night(
        dice.of("foreign stop").percent(14) ? Optional.of(stop(dice)) : Optional.empty(),
        dice.of("rollback fate").percent(25)
            ? dice.of("which fate").one(Rollback.class)
            : Rollback.SUCCEEDS,
        dice.of("removal").percent(5)
            ? Optional.of(
                new Removal(
                    dice.of("removed").one(Removed.class), dice.of("removed at").between(1, 90)))
            : Optional.empty(),
        dice.of("revocation").percent(6)
            ? Optional.of(
                new Revocation(
                    Duration.ofSeconds(dice.of("revoked at").between(1, 120)),
                    Duration.ofMinutes(
                        dice.of("closed").percent(50) ? dice.of("closed for").between(1, 30) : 0)))
            : Optional.empty(),
        dice.of("past").percent(20) ? dice.of("how much past").between(2, few ? 14 : 130) : 0,
        !few && dice.of("crowd").percent(2) ? dice.of("how big").between(101, 130) : 1,
        dice.of("weights").percent(30)
            ? Optional.of(dice.of("weights after").between(0, 50))
            : Optional.empty(),
        dice.of("superseded").percent(10)
            ? Optional.of(dice.of("superseded after").between(1, 120))
            : Optional.empty());
  }

  private static ForeignStop stop(Dice dice) {
    return new ForeignStop(
        dice.of("stop stage").below(Aws.STAGES),
        dice.of("stop after").one(List.of(0, 0, 1, 3, 10, 40)),
        dice.of("stop and back").percent(50));
  }
}
