package io.github.xacct.pipeline;

import io.github.xacct.event.Event;
import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Notice;
import io.github.xacct.event.PipelineRecord.Status;
import io.github.xacct.event.PipelineRecords;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The state of a pipeline run, written to files at each step so that they are complete even if the
 * process is killed.
 */
public final class RunLog {
  private final Pipeline pipeline;
  private final PipelineRecords records;
  private final List<String> notPlayed;
  private final Clock clock;
  private final Instant began;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private Map<String, Map<String, String>> variables = Map.of();
  private String commit = "";
  private Optional<Instant> ended = Optional.empty();
  private Optional<PipelineRecord.Failure> failure = Optional.empty();
  private boolean interrupted;

  /** The state of an action. */
  private static final class Entry {
    private Status status = Status.WAITING;

    @SuppressWarnings("NullAway.Init") // set when the action begins
    private Instant began;

    private Duration took = Duration.ZERO;
    private String detail = "";
    private Optional<Path> log = Optional.empty();
    private Optional<Path> page = Optional.empty();
  }

  /**
   * Creates the log of a run that begins now.
   *
   * @param notPlayed what the rehearsal does not simulate
   */
  public RunLog(Pipeline pipeline, PipelineRecords records, List<String> notPlayed, Clock clock) {
    this.pipeline = pipeline;
    this.records = records;
    this.notPlayed = notPlayed;
    this.clock = clock;
    this.began = clock.instant();
    for (var stage : pipeline.stages()) {
      stage.actions().forEach(action -> entries.put(key(stage.name(), action.name()), new Entry()));
    }
  }

  /** Takes over the results of an earlier run for these stages; returns its variables. */
  Map<String, Map<String, String>> earlier(List<String> stages) {
    var past = records.read();
    commit = past.commit();
    variables = past.variables();
    for (var stage : past.stages()) {
      if (stages.contains(stage.name())) {
        for (var action : stage.actions()) {
          refuseUnlessDone(stage, action);
          Entry entry = entry(stage.name(), action.name());
          entry.status = Status.EARLIER;
          entry.detail = action.detail();
          entry.took = action.took();
          entry.log = action.log();
          entry.page = action.page();
        }
      }
    }
    return variables;
  }

  /** Fails unless the stages before the first one succeeded, as CodePipeline requires too. */
  private static void refuseUnlessDone(PipelineRecord.Stage stage, PipelineRecord.Action action) {
    if (action.status() != Status.SUCCEEDED && action.status() != Status.EARLIER) {
      throw XacctException.yours("Stage " + stage.name() + " of the earlier run has not succeeded.")
          .evidence("Its action " + action.name() + " is " + action.status() + ".")
          .suggestion("resume there: -Dxacct.from=" + stage.name());
    }
  }

  void commit(String id) {
    commit = id;
  }

  void begin(String stage, String action) {
    Entry entry = entry(stage, action);
    entry.status = Status.RUNNING;
    entry.began = clock.instant();
    write();
  }

  void files(String stage, String action, Path log, Optional<Path> page) {
    entry(stage, action).log = Optional.of(log);
    entry(stage, action).page = page;
  }

  /** Records the error with which the run ends. */
  void failed(XacctException e) {
    failure = Optional.of(new PipelineRecord.Failure(e.problem(), e.evidence(), e.suggestion()));
    write();
  }

  /**
   * Records that the process ends during the run. A failed action counts as interrupted, because
   * the build in progress receives the signal too.
   */
  public synchronized void interrupt() {
    boolean any = false;
    for (Entry entry : entries.values()) {
      if (entry.status == Status.RUNNING || entry.status == Status.FAILED) {
        entry.took = Duration.between(entry.began, clock.instant());
        any = interrupted(entry);
      }
    }
    if (!any) { // between two actions
      entries.values().stream()
          .filter(entry -> entry.status == Status.WAITING)
          .findFirst()
          .ifPresent(RunLog::interrupted);
    }
    failure = Optional.empty();
    ended = Optional.of(clock.instant());
    write();
    interrupted = true;
  }

  private static boolean interrupted(Entry entry) {
    entry.status = Status.INTERRUPTED;
    entry.detail = "interrupted";
    return true;
  }

  void end(
      String stage,
      String action,
      Status status,
      String detail,
      Map<String, Map<String, String>> variables) {
    Entry entry = entry(stage, action);
    entry.status = status;
    entry.took = Duration.between(entry.began, clock.instant());
    entry.detail = detail;
    this.variables = variables;
    if (status != Status.SUCCEEDED) {
      ended = Optional.of(clock.instant());
    }
    write();
  }

  void end() {
    ended = Optional.of(clock.instant());
    write();
  }

  void notice(String topic, String subject, String text) {
    notices.add(new Notice(clock.instant(), topic, subject, text));
  }

  /** Returns the event that an action ended. */
  Event ended(String stage, String action) {
    Entry entry = entry(stage, action);
    return new Event.PipelineActionEnded(stage, action, entry.took, entry.detail);
  }

  private Entry entry(String stage, String action) {
    return Objects.requireNonNull(entries.get(key(stage, action)));
  }

  private static String key(String stage, String action) {
    return stage + "/" + action;
  }

  private synchronized void write() {
    if (interrupted) {
      return; // what follows is a consequence of the interruption
    }
    records.write(
        new PipelineRecord(
            pipeline.name(),
            commit,
            began,
            ended,
            pipeline.stages().stream().map(this::stage).toList(),
            List.copyOf(notices),
            notPlayed,
            failure,
            variables));
  }

  private PipelineRecord.Stage stage(Pipeline.Stage stage) {
    var actions = stage.actions().stream().map(action -> action(stage, action)).toList();
    var took =
        actions.stream().map(PipelineRecord.Action::took).reduce(Duration.ZERO, Duration::plus);
    return new PipelineRecord.Stage(stage.name(), status(actions), took, actions);
  }

  private PipelineRecord.Action action(Pipeline.Stage stage, Pipeline.Action action) {
    Entry entry = entry(stage.name(), action.name());
    String does =
        switch (action.kind()) {
          case SOURCE -> "source";
          case CODE_BUILD -> "CodeBuild";
          case APPROVAL -> "approval";
          case CODE_DEPLOY_TO_ECS -> "CodeDeployToECS";
        };
    return new PipelineRecord.Action(
        action.name(), does, entry.status, entry.took, entry.detail, entry.log, entry.page);
  }

  /** The status of a stage: that of its first action that has not succeeded. */
  private static Status status(List<PipelineRecord.Action> actions) {
    boolean begun = actions.get(0).status() != Status.WAITING;
    for (var action : actions) {
      if (action.status() != Status.SUCCEEDED && action.status() != Status.EARLIER) {
        return action.status() == Status.WAITING && begun ? Status.RUNNING : action.status();
      }
    }
    return actions.get(0).status();
  }
}
