package io.github.xacct.chaos;

import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import java.time.Duration;
import java.util.Optional;

/** A scenario that is being changed. */
final class ScenarioDraft {
  long seed;
  Truth truth;
  int hook;
  boolean autoRollback;
  int readyWait;
  int steps;
  int interval;
  int termination;
  Until until;
  OnActive onActive;
  boolean foreign;
  Truth foreignTruth;
  boolean foreignIsOlder;
  Duration skew;
  Duration wireSkew;
  int faults;
  int deaths;
  int rollbackAppears;
  boolean objects;
  int stopTakes;
  int page;
  int baseLasts;
  int names;
  Optional<Disturbance> outage;
  Night night;
  Scenario.Engine engine;
  int approved;

  ScenarioDraft(Scenario of) {
    seed = of.seed();
    truth = of.truth();
    hook = of.hook();
    autoRollback = of.autoRollback();
    readyWait = of.readyWait();
    steps = of.steps();
    interval = of.interval();
    termination = of.termination();
    until = of.until();
    onActive = of.onActive();
    foreign = of.foreign();
    foreignTruth = of.foreignTruth();
    foreignIsOlder = of.foreignIsOlder();
    skew = of.skew();
    wireSkew = of.wireSkew();
    faults = of.faults();
    deaths = of.deaths();
    rollbackAppears = of.rollbackAppears();
    objects = of.objects();
    stopTakes = of.stopTakes();
    page = of.page();
    baseLasts = of.baseLasts();
    names = of.names();
    outage = of.outage();
    night = of.night();
    engine = of.engine();
    approved = of.approved();
  }

  /** Traffic shifts in so many steps, five minutes from one to the next. */
  ScenarioDraft inSteps(int number) {
    steps = number;
    interval = 5;
    return this;
  }

  /** It waits for an hour at the most, and is approved after so many minutes. */
  ScenarioDraft approvedAfter(int minutes) {
    readyWait = 60;
    approved = minutes;
    return this;
  }

  ScenarioDraft by(Night other) {
    night = other;
    return this;
  }

  /** Somebody else stops it: {@link Night.ForeignStop}. */
  ScenarioDraft stopped(int stage, int after, boolean rollback) {
    return by(Night.stopped(new Night.ForeignStop(stage, after, rollback)));
  }

  /** Another deployment is in flight when ours begins. */
  ScenarioDraft besideAnother(OnActive then) {
    foreign = true;
    onActive = then;
    return this;
  }

  ScenarioDraft disturbed(
      String operation, Disturbance.Kind kind, boolean afterCreation, Duration lasts) {
    outage = Optional.of(new Disturbance(operation, kind, afterCreation, lasts));
    return this;
  }

  Scenario build() {
    return new Scenario(
        seed,
        truth,
        hook,
        autoRollback,
        readyWait,
        steps,
        interval,
        termination,
        until,
        onActive,
        foreign,
        foreignTruth,
        foreignIsOlder,
        skew,
        wireSkew,
        faults,
        deaths,
        rollbackAppears,
        objects,
        stopTakes,
        page,
        baseLasts,
        names,
        outage,
        night,
        engine,
        approved);
  }
}
