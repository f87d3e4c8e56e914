package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Recorded deployments for the tests of reports. */
final class Stories {
  static final Instant BEGAN = Instant.parse("2026-11-23T14:00:00Z");
  static final ImageReference IMAGE =
      ImageReference.parse(
          "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo@sha256:" + "5d0c91a7".repeat(8));
  private static final String REVISION =
      "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:";

  /** Milliseconds after which polling notices an event. */
  private static final long LATE = 200;

  private final List<DeploymentRecord.At<Event>> events = new ArrayList<>();

  private Stories(boolean rehearsed) {
    at(
        0,
        new Event.Began(
            "demo-app",
            "prod",
            "222222222222",
            "eu-central-1",
            "main",
            "demo",
            "AppECS-main-demo",
            "DgpECS-main-demo",
            rehearsed));
    at(
        1,
        new Event.Planned(
            IMAGE,
            Optional.of(REVISION + "7"),
            "demo-app 1.4.0 commit 9f3c2ab41d07 sha256:5d0c91a75d0c by build demo:42 run 01020304"));
    at(2, new Event.TaskDefinitionRegistered(REVISION + "8"));
    at(
        2,
        new Event.TaskDefinitionCompared(
            List.of(
                "~ containers[app].image: demo@sha256:9f86d081 -> demo@sha256:5d0c91a7",
                "+ containers[app].environment[LOG_LEVEL]: debug")));
    at(
        3,
        new Event.DeploymentCreated(
            "d-ABCDEF123",
            Optional.of(
                "https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-ABCDEF123")));
    at(3, new Event.Expected(Duration.ofMinutes(9), Duration.ofMinutes(70)));
  }

  static DeploymentRecord canary() {
    return new Stories(false).canaryEvents().reported();
  }

  private Stories canaryEvents() {
    passes("BeforeInstall", 4, 0.4);
    begins("Install", 5);
    sets(6, 2, 0, 100, 0);
    sets(40, 2, 1, 100, 0);
    sets(71, 2, 2, 100, 0);
    passes("Install", 75, 70);
    passes("AfterInstall", 76, 0.5);
    passes("AllowTestTraffic", 78, 1.2);
    at(84, new Event.SmokeTestEnded("GET /health", true, "200", Duration.ofMillis(180)));
    passes("AfterAllowTestTraffic", 96, 17);
    passes("BeforeAllowTraffic", 97, 0.4);
    begins("AllowTraffic", 98);
    sets(100, 2, 2, 90, 10);
    at(160, new Event.StillWaiting("AllowTraffic", Duration.ofSeconds(157)));
    sets(401, 2, 2, 0, 100);
    passes("AllowTraffic", 402, 304);
    passes("AfterAllowTraffic", 404, 0.5);
    at(404, new Event.TrafficShifted(Duration.ofSeconds(401)));
    at(405, new Event.DeploymentEnded("d-ABCDEF123", Verdict.SUCCEEDED, Duration.ofSeconds(402)));
    return at(405, Event.Concluded.well(Verdict.SUCCEEDED));
  }

  static DeploymentRecord crashLoop() {
    var story = new Stories(true);
    story.passes("BeforeInstall", 3.4, 0.3);
    story.begins("Install", 3.8);
    story.sets(4, 2, 0, 100, 0);
    story.dies(6, "0f3a61b27cde4a1b8a4de3f1c0ffee01");
    story.dies(7.5, "1c77e0aa52d34bb29e3bd3f1c0ffee02");
    story.at(8, new Event.TargetUnhealthy("10.0.1.17:8080", "Health checks failed"));
    story.at(
        8.5,
        new Event.ServiceTrouble(
            "(service demo, taskSet ecs-svc/9223370493423413672) is unable to consistently start"
                + " tasks successfully."));
    story.dies(9, "27ab04d9f00d4c2f9b1ed3f1c0ffee03");
    story.at(9.2, new Event.CircuitOpened("3 tasks of green died, the limit is 3."));
    story.fails("Install", 10, 6.2);
    for (String name :
        List.of(
            "AfterInstall",
            "AllowTestTraffic",
            "AfterAllowTestTraffic",
            "BeforeAllowTraffic",
            "AllowTraffic",
            "AfterAllowTraffic")) {
      story.at(
          10, new Event.LifecycleEventChanged(name, LifecycleStatus.SKIPPED, Optional.empty()));
    }
    story.at(10.5, new Event.RollbackStarted("d-ZYXWVU987"));
    story.passes("BeforeInstall", 11, 0.2);
    story.passes("Install", 12.5, 1.1);
    story.passes("AllowTraffic", 13.5, 0.7);
    story.sets(13.6, 2, 0, 100, 0);
    for (double t = 3.5; t < 14; t += 0.25) {
      var answered = new LinkedHashMap<String, Integer>();
      answered.put("blue", 46 + (int) (t * 13 % 7));
      Instant when = BEGAN.plusMillis((long) (t * 1000));
      story.at(t, new Event.TrafficSample(when, answered, 0));
    }
    story.at(
        14, new Event.DeploymentEnded("d-ABCDEF123", Verdict.ROLLED_BACK, Duration.ofSeconds(11)));
    story.at(
        14,
        new Event.Concluded(
            Verdict.ROLLED_BACK,
            Optional.of("Deployment d-ABCDEF123 was stopped at Install: 3 tasks of green died."),
            List.of(
                "ECS said, 3 times: Essential container in task exited; app exited with 1",
                "Last line of its log: java.lang.IllegalStateException: DB_URL is not set",
                "Rolled back by d-ZYXWVU987: " + REVISION + "7 serves production."),
            List.of(
                "set DB_URL in <variables> of the environment, or look at",
                "the log group /ecs/demo, stream app/27ab04d9f00d4c2f9b1ed3f1c0ffee03")));
    return story.reported();
  }

  static DeploymentRecord hookFailed() {
    var story = new Stories(true);
    story.passes("BeforeInstall", 3.4, 0.3);
    story.begins("Install", 3.5);
    story.sets(3.6, 2, 0, 100, 0);
    story.passes("Install", 6.5, 3);
    story.passes("AfterInstall", 7, 0.3);
    story.passes("AllowTestTraffic", 7.5, 0.3);
    story.passes("AfterAllowTestTraffic", 8, 0.3);
    story.passes("BeforeAllowTraffic", 8.5, 0.3);
    story.begins("AllowTraffic", 8.6);
    story.sets(9, 2, 2, 90, 10);
    story.sets(14, 2, 2, 0, 100);
    story.passes("AllowTraffic", 14.4, 5.8);
    story.at(14.5, new Event.TrafficShifted(Duration.ofSeconds(11)));
    story.fails("AfterAllowTraffic", 16, 1.4);
    story.at(16.5, new Event.RollbackStarted("d-ZYXWVU987"));
    story.passes("AllowTraffic", 18, 1.1);
    story.sets(18, 2, 2, 100, 0);
    for (double t = 3.5; t < 18.5; t += 0.25) {
      var answered = new LinkedHashMap<String, Integer>();
      int all = 48 + (int) (t * 13 % 5);
      int green = t < 9 || t > 18 ? 0 : t < 14 ? all / 10 : all;
      answered.put("blue", all - green);
      answered.put("green", green);
      Instant when = BEGAN.plusMillis((long) (t * 1000));
      story.at(t, new Event.TrafficSample(when, answered, t > 15 && t < 16 ? 4 : 0));
    }
    story.at(
        19, new Event.DeploymentEnded("d-ABCDEF123", Verdict.ROLLED_BACK, Duration.ofSeconds(16)));
    story.at(
        19,
        new Event.Concluded(
            Verdict.ROLLED_BACK,
            Optional.of("Deployment d-ABCDEF123 failed at AfterAllowTraffic."),
            List.of(
                "CodeDeploy said: HOOK_EXECUTION_FAILURE - The hook answered Failed.",
                "Rolled back by d-ZYXWVU987: " + REVISION + "7 serves production."),
            List.of("look at the log of the function demo-after-traffic")));
    return story.reported();
  }

  /** A deployment whose follower lost its credentials while it waited in status Ready. */
  static DeploymentRecord detached() {
    var story = new Stories(false);
    story.passes("BeforeInstall", 3.4, 0.3);
    story.passes("Install", 9, 5);
    story.sets(9, 2, 2, 100, 0);
    story.passes("AfterInstall", 9.4, 0.3);
    story.passes("AllowTestTraffic", 10, 0.3);
    story.passes("AfterAllowTestTraffic", 11, 0.3);
    story.at(
        40, new Event.DeploymentEnded("d-ABCDEF123", Verdict.DETACHED, Duration.ofSeconds(37)));
    story.at(
        40,
        new Event.Concluded(
            Verdict.DETACHED,
            Optional.of(
                "Deployment d-ABCDEF123 goes on without us: Cannot read deployment d-ABCDEF123."),
            List.of(
                "AWS said: ExpiredTokenException - The security token included in the request is"
                    + " expired (request 7f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f)",
                "It is ready, and ends by itself by 2026-11-23T15:10:00Z at the latest.",
                "It waits until 2026-11-23T15:00:11Z for approval."),
            List.of(
                "log in again: the credentials have expired.",
                "follow it: mvn xacct:wait -Denv=prod",
                "or stop it and go back: aws deploy stop-deployment --deployment-id d-ABCDEF123"
                    + " --auto-rollback-enabled --region eu-central-1")));
    return story.reported();
  }

  /** A deployment stopped at 10 %, with a failed rollback and a long exception. */
  static DeploymentRecord split() {
    var story = new Stories(false);
    story.passes("BeforeInstall", 3.4, 0.3);
    story.passes("Install", 9, 5);
    story.begins("AllowTraffic", 9.2);
    story.sets(9.4, 2, 2, 90, 10);
    story.fails("AllowTraffic", 12, 2.8);
    story.at(12.5, new Event.RollbackStarted("d-ZYXWVU987"));
    story.fails("AllowTraffic", 14, 1.1);
    String exception =
        "Last line of its log: org.springframework.beans.factory.UnsatisfiedDependencyException:"
            + " Error creating bean with name"
            + " 'org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaConfiguration': "
            + "com.zaxxer.hikari.pool.HikariPool$PoolInitializationException:Failed_to_initialize"
            + "_pool:jdbc:postgresql://".repeat(6);
    story.at(14, new Event.DeploymentEnded("d-ABCDEF123", Verdict.FAILED, Duration.ofSeconds(11)));
    story.at(
        14,
        new Event.Concluded(
            Verdict.FAILED,
            Optional.of("Deployment d-ABCDEF123 was stopped at AllowTraffic."),
            List.of(
                "CodeDeploy said: MANUAL_STOP - Deployment stopped by user.",
                exception,
                "Its rollback d-ZYXWVU987 failed as well: ECS_UPDATE_ERROR - cannot go back.",
                "Production traffic is split: blue 90 % (2 of 2 tasks running), green 10 % (2 of 2"
                    + " tasks running)."),
            List.of(
                "end the split: mvn xacct:status -Denv=prod shows it,",
                "mvn xacct:rollback goes back to the last good version, mvn xacct:blue-green-deploy"
                    + " on to this one")));
    return story.reported();
  }

  /** A deployment in which every text is an injection attack. */
  static DeploymentRecord hostile() {
    String evil = "</pre></title><script>alert(1)</script>\"'&\u001b[2J\u202e<img src=x onerror=y>";
    var story = new Stories(false);
    story.events.clear();
    story.at(0, new Event.Began(evil, evil, evil, evil, evil, evil, evil, evil, true));
    story.at(1, new Event.Planned(IMAGE, Optional.of(evil), evil));
    story.at(1, new Event.TaskDefinitionRegistered(evil));
    story.at(2, new Event.DeploymentCreated(evil, Optional.of("javascript:" + evil)));
    story.fails(evil, 3, 1);
    story.at(
        3, new Event.LifecycleEventChanged(evil + "2", LifecycleStatus.SKIPPED, Optional.empty()));
    story.at(
        4,
        new Event.TaskSetsChanged(
            List.of(
                new Event.TaskSet(
                    Reported.of(TaskSetLabel.class, evil),
                    Reported.of(TaskSetStatus.class, evil),
                    1,
                    1,
                    0,
                    100))));
    story.at(
        5,
        new Event.TaskDied(
            TaskSetLabel.GREEN,
            evil,
            evil,
            evil,
            List.of(new Event.ContainerEnd(evil, Optional.of(1), Optional.of(evil))),
            List.of(evil)));
    story.at(5, new Event.TargetUnhealthy(evil, evil));
    story.at(5, new Event.ServiceTrouble(evil));
    story.at(5, new Event.CircuitOpened(evil));
    story.at(5, new Event.SmokeTestEnded(evil, false, evil, Duration.ofSeconds(1)));
    story.at(5, new Event.ApprovalAwaited(evil, evil));
    story.at(5, new Event.RollbackStarted(evil));
    var answered = new LinkedHashMap<String, Integer>();
    answered.put(evil, 3);
    story.at(5, new Event.TrafficSample(BEGAN.plusSeconds(5), answered, 1));
    story.at(
        6,
        new Event.Concluded(Verdict.FAILED, Optional.of(evil), List.of(evil, evil), List.of(evil)));
    return story.reported();
  }

  static Digest digest() {
    return IMAGE.digest();
  }

  private DeploymentRecord reported() {
    events.sort(java.util.Comparator.comparing(DeploymentRecord.At::at));
    return new DeploymentRecord(BEGAN, events);
  }

  private Stories at(double seconds, Event event) {
    events.add(new DeploymentRecord.At<>(BEGAN.plusMillis((long) (seconds * 1000)), event));
    return this;
  }

  private void begins(String name, double at) {
    var began = Optional.of(BEGAN.plusMillis((long) (at * 1000) - LATE));
    at(
        at,
        new Event.LifecycleEventChanged(
            name,
            Reported.of(LifecycleStatus.IN_PROGRESS),
            Optional.empty(),
            began,
            Optional.empty()));
  }

  private void passes(String name, double at, double took) {
    ends(name, LifecycleStatus.SUCCEEDED, at, took);
  }

  private void fails(String name, double at, double took) {
    ends(name, LifecycleStatus.FAILED, at, took);
  }

  private void ends(String name, LifecycleStatus status, double at, double took) {
    var ended = BEGAN.plusMillis((long) (at * 1000) - LATE);
    var began = ended.minus(seconds(took));
    at(
        at,
        new Event.LifecycleEventChanged(
            name,
            Reported.of(status),
            Optional.of(seconds(took)),
            Optional.of(began),
            Optional.of(ended)));
  }

  private void sets(double at, int blue, int green, double blueWeight, double greenWeight) {
    at(
        at,
        new Event.TaskSetsChanged(
            List.of(
                new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 2, blue, 0, blueWeight),
                new Event.TaskSet(
                    TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 2, green, 2 - green, greenWeight))));
  }

  private void dies(double at, String task) {
    at(
        at,
        new Event.TaskDied(
            TaskSetLabel.GREEN,
            task,
            "EssentialContainerExited",
            "Essential container in task exited",
            List.of(new Event.ContainerEnd("app", Optional.of(1), Optional.empty())),
            List.of(
                "14:00:05.114 INFO  Starting demo-app 1.4.0",
                "14:00:05.371 ERROR Cannot start",
                "java.lang.IllegalStateException: DB_URL is not set",
                "    at com.example.demo.App.database(App.java:41)",
                "    at com.example.demo.App.main(App.java:17)"),
            Optional.of(new Event.LogStream("/ecs/demo", "app/app/" + task))));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
