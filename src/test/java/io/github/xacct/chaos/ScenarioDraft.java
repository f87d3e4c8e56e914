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
