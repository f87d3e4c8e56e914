package io.github.xacct.chaos;

import io.github.xacct.chaos.Aws.Deployment;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold whatever happens; each finding begins with the name of its rule. */
final class Rules {
  private static final Pattern GREEN = Pattern.compile("Production traffic.*green (\\d+) %");
  private static final Pattern SERVES = Pattern.compile("(arn:\\S+) serves production");

  /** Look, state, witness and proof, with some room. */
  private static final int CALLS_A_POLL = 14;

  /** Who creates deployments that are not ours. */
  static final int SOMEBODY = -2;

  private final ChaosRun run;
  private final List<String> broken = new ArrayList<>();

  Rules(ChaosRun run) {
    this.run = run;
  }

  List<String> broken() {
    return broken;
  }

  void afterProcess(OurProcess process) {
    onlyOurException(process);
    hasAReason(process);
    rollbackIsTold(process);
    callsAreBounded(process);
    othersAreLeftAlone(process);
    asTold(process);
    detached(process);
    oneVerdict(process);
    eachDeathOnce(process);
    onlyWhatHasPassed(process);
    oneStart(process);
  }

  void atTheEnd(OurProcess process) {
    onePerRevision();
    if (nothingLeft(process)) {
      return;
    }
    process.conclusion().ifPresentOrElse(c -> verdict(process, c), () -> nothingToDo(process));
    serving(process);
    breaker(process);
    written(process);
  }

  /** What is needed has been deleted, and the process says so. */
  boolean nothingLeft(OurProcess process) {
    return run.aws.removed.isPresent()
        && process.outcome.isEmpty()
        && process.conclusion().isEmpty()
        && process.thrown.map(Throwable::getMessage).filter(this::namesWhatIsGone).isPresent();
  }

  private boolean namesWhatIsGone(String words) {
    return isByEcs() || run.aws.removed.filter(Night.Removed.SERVICE::equals).isPresent()
        ? words.contains("ervice web")
        : words.contains("eployment group shop") || words.contains("name: shop");
  }

  void muchLater() {
    ours().forEach(this::trafficIsBack);
    run.aws.active().ifPresent(d -> breaks("never ends", d.id + " is active for ever"));
  }

  private void onlyOurException(OurProcess process) {
    process
        .thrown
        .filter(t -> !process.killed && !(t instanceof XacctException))
        .ifPresent(t -> breaks("told in three parts", "a bare " + t));
  }

  /** An end without a conclusion: killed, refused for another's sake, or AWS was not to be had. */
  private void hasAReason(OurProcess process) {
    if (process.killed || process.outcome.isPresent() || process.conclusion().isPresent()) {
      return;
    }
    String words = process.thrown.get().getMessage();
    var ours = ours();
    boolean refused =
        run.aws.deployments.stream()
            // One of ours that is about to be rolled back takes the group's place as well.
            .filter(d -> (!ours.contains(d) || d.badly()) && wasActive(d, process))
            .anyMatch(d -> words.contains(d.id));
    if (!refused && !nothingLeft(process) && !process.wire.exhausted && !process.wire.disturbed) {
      breaks("refuses only with reason", words);
    }
  }

  /** Where ECS deploys, its rollback is the same deployment. */
  private boolean wasActive(Deployment d, OurProcess process) {
    var rollback = Optional.ofNullable(d.rollbackId).filter(id -> isByEcs()).flatMap(run.aws::find);
    return !d.ended()
        || d.completed.isAfter(process.began.minusSeconds(60))
        || rollback.filter(r -> wasActive(r, process)).isPresent();
  }

  /** A rollback that ended badly is named, with how it ended; none is denied. */
  private void rollbackIsTold(OurProcess process) {
    var rollback =
        process
            .conclusion()
            .flatMap(told -> run.aws.find(told.deploymentId()))
            .flatMap(d -> Optional.ofNullable(d.rollbackId))
            .flatMap(run.aws::find);
    String words = process.words();
    if (rollback.isPresent() && words.contains("No rollback has been started")) {
      breaks("the story is true", "no rollback told of, but there is " + rollback.get().id);
    }
    rollback
        .filter(r -> r.badly() && process.cameToAnEnd())
        .map(
            r ->
                (isByEcs() ? "" : r.id + " ")
                    + (r.status.equals("Stopped") ? "was stopped" : "failed"))
        .filter(ending -> !words.contains("Its rollback " + ending))
        .ifPresent(ending -> breaks("the story is true", ending + ", but told was: " + words));
    rollback
        .flatMap(r -> run.aws.find(r.undoes))
        .filter(failed -> process.cameToAnEnd() && greenAndBlueAreSwapped(failed, words))
        .ifPresent(failed -> breaks("the story is true", "blue is called green: " + words));
  }

  /** AWS calls green in a rollback what was blue before; the user must not see that. */
  private boolean greenAndBlueAreSwapped(Deployment failed, String words) {
    var told = GREEN.matcher(words);
    double green = run.aws.weightOf(failed);
    return green != 50 && told.find() && Double.parseDouble(told.group(1)) == 100 - green;
  }

  private void callsAreBounded(OurProcess process) {
    long deaths = process.events.stream().filter(Event.TaskDied.class::isInstance).count();
    // A session that ends under the last call of a look has the whole look made again.
    int looks = run.scenario.faults() > 0 ? 2 : 1;
    looks += process.wire.disturbed ? 1 : 0;
    int pages =
        1 + Math.max(run.aws.tasks.size(), run.aws.deployments.size()) / run.scenario.page();
    if (process.wire.mostBetweenSleeps > looks * (CALLS_A_POLL + 2 * deaths + 2L * pages)) {
      breaks("few calls a poll", process.wire.mostBetweenSleeps + " calls between two sleeps");
    }
    if (process.wire.followed > (8L + 2L * pages) * process.wire.sleeps + 40 + 2 * deaths) {
      breaks("few calls a poll", process.wire.followed + " calls, sleeps " + process.wire.sleeps);
    }
  }

  private void othersAreLeftAlone(OurProcess process) {
    run.aws.deployments.stream()
        .filter(d -> d.creator == SOMEBODY)
        .forEach(d -> leftAlone(process, d));
  }

  private void leftAlone(OurProcess process, Deployment d) {
    if (process.wire.continues.contains(d.id)) {
      breaks("others are left alone", "continued " + d.id);
    }
    boolean maySupersede =
        run.scenario.onActive() == OnActive.SUPERSEDE
            && run.scenario.foreignIsOlder()
            && run.foreign.filter(d::equals).isPresent();
    if (process.wire.stops.contains(d.id) && !maySupersede) {
      breaks("others are left alone", "stopped " + d.id);
    }
  }

  /** Only while it goes on, as far as anybody could see. */
  private void detached(OurProcess process) {
    process
        .conclusion()
        .filter(ended -> ended.verdict() == Verdict.DETACHED && !process.wire.blind)
        .flatMap(ended -> run.aws.find(ended.deploymentId()))
        .ifPresent(
            d -> {
              var rollback = Optional.ofNullable(d.rollbackId).flatMap(run.aws::find);
              if (d.ended() && rollback.filter(r -> !r.ended()).isEmpty()) {
                breaks("detached only while it goes on", d.id + " is " + d.status);
              }
            });
    if (process.followed()
        && !process.killed
        && process.outcome.isEmpty()
        && process.conclusion().isEmpty()) {
      breaks("follows to the end", "no verdict: " + process.thrown.get().getMessage());
    }
  }

  /** No step that no check has passed, none after an objection, none against the live rule. */
  private void onlyWhatHasPassed(OurProcess process) {
    var continued = process.wire.continues;
    if (run.scenario.objects() && process.asked > 0 && !continued.isEmpty()) {
      breaks("never continued after a failed check", continued.toString());
    }
    if (isByEcs() && !process.checked.containsAll(process.wire.hooks)) {
      breaks(
          "each step passes the checks",
          process.wire.hooks + " continued, checked " + process.checked);
    }
    if (run.aws instanceof EcsAws own && own.blindSteps > 0 && !process.wire.disturbed) {
      breaks("no step against the live rule", own.blindSteps + " steps");
    }
  }

  /** While a request may have arrived, none follows: ECS would take the second for another. */
  private void oneStart(OurProcess process) {
    long ours = ours().stream().filter(d -> run.processes.get(d.creator) == process).count();
    if (isByEcs() && process.wire.starts > 1) {
      breaks("no second UpdateService in doubt", process.wire.starts + " starts");
    }
    if (ours > 1) {
      breaks("one deployment per process", ours + " deployments");
    }
  }

  private boolean isByEcs() {
    return run.aws instanceof EcsAws;
  }

  private void oneVerdict(OurProcess process) {
    long verdicts = process.events.stream().filter(Event.DeploymentEnded.class::isInstance).count();
    if (verdicts > 1) {
      breaks("one verdict", verdicts + " verdicts");
    }
  }

  private void eachDeathOnce(OurProcess process) {
    var told =
        process.events.stream()
            .filter(Event.TaskDied.class::isInstance)
            .map(e -> ((Event.TaskDied) e).taskId())
            .toList();
    if (told.size() != told.stream().distinct().count()) {
      breaks("each death once", told.toString());
    }
  }

  /** What we reported is what AWS has. */
  private void asTold(OurProcess process) {
    var planned = first(process, Event.Planned.class);
    first(process, Event.DeploymentCreated.class)
        .ifPresent(
            created -> {
              var d = run.aws.find(created.deploymentId());
              if (d.isEmpty() || !isDescribed(process, d.get(), planned.get().description())) {
                breaks("as told", created + " is not what was planned");
              } else if (run.processes.get(d.get().creator) != process) {
                breaks("never an adopted stranger", created + " was not created by this run");
              }
            });
  }

  /** With ECS it is a tag, which may be lost, and has not all characters. */
  private boolean isDescribed(OurProcess process, Deployment d, String planned) {
    return d.description.equals(planned)
        || isByEcs()
            && (process.events.stream().anyMatch(e -> e.toString().contains("is not kept with"))
                || d.description.equals(planned.replaceAll("[^\\w .:/=+@-]", "_")));
  }

  /** A further one only by a process that began when the earlier had ended badly. */
  private void onePerRevision() {
    var ours = ours();
    for (int i = 1; i < ours.size(); i++) {
      var before = ours.get(i - 1);
      var later = ours.get(i);
      var began = isByEcs() ? later.created : run.processes.get(later.creator).began;
      if (!before.badly() || before.completed.isAfter(began)) {
        breaks("one deployment per revision", before.id + " and " + ours.get(i).id);
      }
    }
  }

  private void verdict(OurProcess process, Event.DeploymentEnded told) {
    var d = run.aws.find(told.deploymentId()).orElseThrow();
    var rollback = Optional.ofNullable(d.rollbackId).flatMap(run.aws::find);
    boolean back = rollback.filter(r -> r.status.equals("Succeeded")).isPresent();
    boolean right =
        switch (told.verdict()) {
          case SUCCEEDED ->
              process.outcome.isPresent()
                  && !d.rollback
                  && run.aws.weightOf(d) == 100
                  && (d.status.equals("Succeeded")
                      || d.targetSucceeded
                          && !d.stopAsked
                          && !d.ended()
                          && run.scenario.until() != Until.TERMINATED);
          case ROLLED_BACK -> process.outcome.isEmpty() && d.badly() && back;
          case STOPPED -> process.outcome.isEmpty() && d.status.equals("Stopped") && !back;
          case FAILED -> process.outcome.isEmpty() && d.badly() && !back;
          default -> false;
        };
    // A stop by somebody may be on its way in the moment in which we see the shift.
    boolean unlucky =
        d.stoppedBySomebody
            && told.verdict() == Verdict.SUCCEEDED
            && !process.wire.stops.contains(d.id);
    if (!right && !unlucky) {
      breaks(
          "verdict equals truth", told + " but " + d.id + " is " + d.status + ", " + d.rollbackId);
    }
    if (!d.taskDefinition.equals(
        process.outcome.flatMap(o -> o.taskDefinition()).orElse(d.taskDefinition))) {
      breaks("verdict equals truth", "another task definition than " + d.taskDefinition);
    }
  }

  private void nothingToDo(OurProcess process) {
    String serving = run.aws.serving().orElse("nobody");
    boolean right =
        process.outcome.get().verdict() == Verdict.NOTHING_TO_DO
            && run.aws.busy().isEmpty()
            && TaskDefinitionDiff.same(
                run.aws.revisions.get(serving).toString(),
                OurProcess.taskDefinition(OurProcess.IMAGE.toString()));
    if (!right) {
      breaks("verdict equals truth", process.outcome.get() + " but " + serving + " serves");
    }
  }

  private void serving(OurProcess process) {
    process
        .thrown
        .map(t -> SERVES.matcher(String.valueOf(t.getMessage())))
        .filter(m -> m.find())
        .map(m -> m.group(1))
        .filter(told -> !told.equals(run.aws.serving().orElse("")))
        .ifPresent(told -> breaks("the story is true", told + " is said to serve"));
  }

  /** Minutes instead of CodeDeploy's hour. */
  private void breaker(OurProcess process) {
    boolean alone = run.processes.stream().noneMatch(p -> p.killed || p.wire.disturbed);
    for (var d : ours()) {
      if (!d.truth.comesUp()
          && alone
          && "TIMEOUT".equals(d.errorCode)
          && d.green != null
          && d.steps.get("Install").status.equals("Failed")) {
        breaks("the breaker opens", d.id + " crashed for an hour");
      }
      long died = run.aws.tasks.stream().filter(t -> t.set == d.green && t.stopped != null).count();
      if (alone && d.truth == Truth.CRASH_LOOPS && died > 25) {
        breaks("the breaker opens", died + " tasks died");
      }
    }
  }

  private void written(OurProcess process) {
    if (run.files.isEmpty() || process.conclusion().isEmpty()) {
      return;
    }
    var told = process.conclusion().get();
    try {
      String json = Files.readString(run.files.get().resolve("deployment.json"));
      if (!json.contains(told.deploymentId()) || !json.contains(told.verdict().toString())) {
        breaks("nothing written is lost", "deployment.json lacks " + told);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wherever AWS could roll back, and wherever we stopped it. */
  private void trafficIsBack(Deployment d) {
    // Somebody's stop without a rollback may have come first.
    boolean stoppedByUs =
        "MANUAL_STOP".equals(d.errorCode)
            && !d.stoppedBySomebody
            && run.processes.stream().anyMatch(p -> p.wire.stops.contains(d.id));
    if (d.badly() && d.rollbackAsked && run.aws.canBeUndone(d) && run.aws.weightOf(d) > 0) {
      breaks("no traffic on a failed green", d.id + " has " + run.aws.weightOf(d) + " %");
    }
    boolean serviceGone = isByEcs() && run.aws.removed.isPresent();
    if (d.badly() && stoppedByUs && d.rollbackId == null && d.green != null && !serviceGone) {
      breaks("no traffic on a failed green", d.id + " was stopped without a rollback");
    }
  }

  private List<Deployment> ours() {
    return run.aws.deployments.stream()
        .filter(d -> d.creator >= 0)
        .filter(d -> isByEcs() || d.description.contains(": " + OurProcess.SOURCE + "-"))
        .toList();
  }

  private static <E extends Event> Optional<E> first(OurProcess process, Class<E> type) {
    return process.events.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private void breaks(String rule, String how) {
    broken.add(rule + ": " + how);
  }
}
